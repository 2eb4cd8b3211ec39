// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live/mesher_process.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <fstream>
#include <optional>

#include "shared/config/config_writer.h"
#include "shared/formats/mesh_file.h"
#include "shared/ipc/session_files.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::test {
namespace {

/// A run directory with a SLAM process's part played here.
class MesherProcessTest : public testing::Test {
 protected:
  MesherProcessTest() {
    spdlog::set_level(spdlog::level::off);
    scene_ = SphereOfDiscs(8000, {0.0, 0.0, 0.0}, 0.3, {});
    ids_.resize(scene_.cloud.size());
    for (size_t i = 0; i < ids_.size(); ++i) ids_[i] = static_cast<int32_t>(i);
    WriteConfig();
    StartSlam();
  }
  ~MesherProcessTest() override {
    snapshots_.reset();
    slam_.reset();
    CleanSessions(run_.path(), CleanMode::kRemove);
    spdlog::set_level(spdlog::level::info);
  }

  void WriteConfig() {
    config_.meshing.min_component = 10;
    std::ofstream(run_ / "config.yaml") << ToYaml(config_);
  }
  void StartSlam() {
    snapshots_.reset();
    slam_.reset();
    slam_.emplace(RoleLock::Acquire(run_.path(), Role::kSlam));
    snapshots_.emplace(*slam_);
  }
  void PublishSnapshot(int64_t frame, bool is_final = false) {
    SnapshotSource source;
    source.info.frame = frame;
    source.info.is_final = is_final;
    source.info.world_from_map = world_from_map_;
    const GaussianCloud& cloud = scene_.cloud;
    source.count = static_cast<int64_t>(cloud.size());
    source.means = cloud.means.data();
    source.colors = cloud.colors.data();
    source.rotations = cloud.rotations.data();
    source.logit_opacities = cloud.logit_opacities.data();
    source.log_scales = cloud.log_scales.data();
    source.timesteps = cloud.timesteps.data();
    source.ids = ids_.data();
    source.camera_centers = {{0.0f, 0.0f, 0.0f}};  // inside
    snapshots_->Publish(source);
  }
  std::optional<LiveMesh> TakeMesh() {
    auto received = meshes_.TakeLatest();
    if (!received) return std::nullopt;
    return std::move(received->value);
  }

  TemporaryFolder run_;
  Config config_;
  DiscScene scene_;
  std::vector<int32_t> ids_;
  Pose world_from_map_ = Pose::Identity();
  std::optional<RoleLock> slam_;
  std::optional<Publisher<SnapshotSource>> snapshots_;
  RoleLock lock_ = RoleLock::Acquire(run_.path(), Role::kMesher);
  Subscriber<LiveMesh> meshes_{run_.path()};
};

TEST_F(MesherProcessTest, PublishesTheMeshOfTheLatestSnapshot) {
  MesherProcess mesher(lock_);
  EXPECT_FALSE(mesher.Step());
  PublishSnapshot(4);
  PublishSnapshot(9);
  EXPECT_TRUE(mesher.Step());
  EXPECT_FALSE(mesher.Step());
  const auto live = TakeMesh();
  ASSERT_TRUE(live);
  EXPECT_EQ(live->info.frame, 9);
  EXPECT_FALSE(live->info.is_final);
  EXPECT_GT(live->info.updated_blocks, 0);
  ASSERT_GT(live->mesh.triangle_count(), 500u);
  for (size_t i = 0; i < live->mesh.vertices.size(); i += 3) {
    EXPECT_NEAR(Eigen::Map<const Eigen::Vector3f>(&live->mesh.vertices[i]).norm(), 0.3f, 0.01f);
  }
}

TEST_F(MesherProcessTest, SavesTheLastSnapshotsMeshInTheWorld) {
  world_from_map_.translation() = Eigen::Vector3d(1.0, 2.0, 3.0);
  MesherProcess mesher(lock_);
  mesher.Finish();  // nothing to save
  EXPECT_FALSE(std::filesystem::exists(run_ / "mesh.ply"));
  PublishSnapshot(4);
  mesher.Step();
  EXPECT_FALSE(mesher.has_final());
  for (float& mean : scene_.cloud.means) mean *= 1.001f;  // less than a live update looks at
  PublishSnapshot(5, true);
  mesher.Step();
  EXPECT_TRUE(mesher.has_final());
  mesher.Finish();
  const TriangleMesh saved = ReadMesh(run_ / "mesh.ply");
  const auto live = TakeMesh();
  ASSERT_TRUE(live);
  EXPECT_TRUE(live->info.is_final);
  EXPECT_EQ(saved.vertices, Transformed(live->mesh, world_from_map_).vertices);

  MesherProcess other(lock_);  // one that sees nothing but the last snapshot
  other.Step();
  other.Finish();
  EXPECT_EQ(ReadMesh(run_ / "mesh.ply").vertices, saved.vertices);
}

TEST_F(MesherProcessTest, StartsAnewWithANewSlamProcess) {
  MesherProcess mesher(lock_);
  PublishSnapshot(9);
  mesher.Step();
  config_.meshing.voxel_size_m = 0.04;
  WriteConfig();
  StartSlam();
  PublishSnapshot(2);
  EXPECT_TRUE(mesher.Step());
  const auto live = TakeMesh();
  ASSERT_TRUE(live);
  EXPECT_EQ(live->info.frame, 2);
  EXPECT_EQ(live->info.voxel_size_m, 0.04);
}

TEST_F(MesherProcessTest, DoublesTheVoxelOfAMeshThatIsTooLarge) {
  config_.meshing.voxel_size_m = 0.0025;
  config_.meshing.max_bytes = 1 << 20;
  WriteConfig();
  StartSlam();
  MesherProcess mesher(lock_);
  PublishSnapshot(4);
  mesher.Step();
  const auto live = TakeMesh();
  ASSERT_TRUE(live);
  EXPECT_GT(live->info.voxel_size_m, 0.0025);
  EXPECT_LE(live->EncodedBytes(), size_t{1} << 20);
}

}  // namespace
}  // namespace isogs::test
