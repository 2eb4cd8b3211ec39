// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dataset.h"
#include "datasets/synthetic/sequence/write_sequence.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/formats/mesh_file.h"
#include "shared/io/file.h"
#include "tests/datasets/synthetic/folder_bytes.h"
#include "tests/datasets/synthetic/test_rooms.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::synthetic {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

SequenceOptions SmallSequence() {
  SequenceOptions options;
  options.seed = 3;
  options.frames = 10;
  options.width = 64;
  options.height = 48;
  options.rays_per_pixel = 1;
  options.light = kQuickLight;
  options.speed = 4.0;
  return options;
}

bool GoOn(int64_t) { return true; }

std::unique_ptr<Dataset> Open(const fs::path& folder) {
  DatasetConfig config;
  config.path = folder.string();
  return OpenDataset(config);
}

TEST(Sequence, OpensAsADataSetWithDepthAndPoses) {
  const TemporaryFolder folder;
  WriteSequence(folder / "out", SmallSequence(), GoOn);
  const auto dataset = Open(folder / "out");
  ASSERT_EQ(dataset->frame_count(), 10);
  EXPECT_EQ(dataset->camera(), CameraOf(SmallSequence()));
  const Frame first = dataset->Read(0), last = dataset->Read(9);
  EXPECT_GT(first.depth_m.at(24, 32), 0.3f);
  ASSERT_TRUE(first.world_from_camera && last.world_from_camera);
  EXPECT_GT((first.world_from_camera->translation() - last.world_from_camera->translation()).norm(), 0.05);
  EXPECT_THAT(ReadWholeFile(folder / "out/config.yaml"), HasSubstr((folder / "out").string()));
}

TEST(Sequence, HasTheSameBytesOnAnyNumberOfThreads) {
  SequenceOptions options = SmallSequence();
  options.noise = DepthNoise::kKinect;
  options.blur = options.exposure_drift = options.rolling_shutter = true;
  const auto write = [&](int threads) {
    const TemporaryFolder folder;
    const ThreadLimit limit(threads);
    WriteSequence(folder / "out", options, GoOn);
    return BytesOf(folder / "out");
  };
  const auto expected = write(1);
  EXPECT_EQ(expected.size(), 23u);  // 10 frames, trajectory, camera, mesh
  EXPECT_TRUE(write(1) == expected) << "twice the same";
  EXPECT_TRUE(write(2) == expected);
  EXPECT_TRUE(write(5) == expected);
  options.seed = 4;
  EXPECT_FALSE(write(2) == expected) << "another seed";
}

/// The triangles of a mesh as something to cast rays at.
SceneMesh RaysOf(const TriangleMesh& mesh) {
  SceneMesh scene;
  for (size_t i = 0; i < mesh.vertex_count(); ++i)
    scene.vertices.emplace_back(mesh.vertices[3 * i], mesh.vertices[3 * i + 1], mesh.vertices[3 * i + 2]);
  for (size_t i = 0; i < mesh.triangle_count(); ++i)
    scene.triangles.push_back({mesh.triangles[3 * i], mesh.triangles[3 * i + 1], mesh.triangles[3 * i + 2]});
  return scene;
}

TEST(Sequence, ItsMeshIsWhereItsDepthIs) {
  const TemporaryFolder folder;
  WriteSequence(folder / "out", SmallSequence(), GoOn);
  const RayScene mesh(RaysOf(ReadMesh(folder / "out/mesh.ply")));
  const auto dataset = Open(folder / "out");
  const Camera camera = dataset->camera();
  const double half_unit_m = 0.5 / 6553.5;
  for (int64_t index = 0; index < dataset->frame_count(); ++index) {
    const Frame frame = dataset->Read(index);
    const Pose& pose = *frame.world_from_camera;
    for (int y = 0; y < camera.height; ++y) {
      for (int x = 0; x < camera.width; ++x) {
        const Eigen::Vector3d sight((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0);
        RTCRayHit8 packet;
        SetRay(packet.ray, 0, pose.translation().cast<float>(), (pose.linear() * sight).cast<float>(),
               100.0f);
        mesh.Intersect(packet, 1, false);
        ASSERT_NE(packet.hit.geomID[0], RTC_INVALID_GEOMETRY_ID) << x << "," << y << " of " << index;
        ASSERT_NEAR(packet.ray.tfar[0], frame.depth_m.at(y, x), half_unit_m + 2e-5)
            << x << "," << y << " of " << index;
      }
    }
  }
}

TEST(Sequence, RefusesAFolderThatHoldsSomething) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "letter.txt", "dear");
  EXPECT_THROW(WriteSequence(folder.path(), SmallSequence(), GoOn), UsageError);
  EXPECT_THROW(WriteSequence(folder / "letter.txt", SmallSequence(), GoOn), UsageError);
  EXPECT_EQ(ReadWholeFile(folder / "letter.txt"), "dear");
  fs::create_directory(folder / "empty");
  EXPECT_NO_THROW(WriteSequence(folder / "empty", SmallSequence(), GoOn));
}

TEST(Sequence, LeavesNothingWhereItStopsOrTheDiskIsFull) {
  const TemporaryFolder folder;
  EXPECT_THROW(WriteSequence(folder / "new/out", SmallSequence(), [](int64_t done) { return done == 0; }),
               Error);
  EXPECT_FALSE(fs::exists(folder / "new"));
  {
    const FileSizeLimit limit(20'000);  // frames fit, the mesh does not
    EXPECT_THROW(WriteSequence(folder / "new/out", SmallSequence(), GoOn), Error);
  }
  EXPECT_FALSE(fs::exists(folder / "new"));
}

TEST(Sequence, RefusesOptionsWithoutUse) {
  const TemporaryFolder folder;
  for (int wrong = 0; wrong < 4; ++wrong) {
    SequenceOptions options = SmallSequence();
    if (wrong == 0) options.width = 1'000'000;
    if (wrong == 1) options.frames = 0;
    if (wrong == 2) options.room_size = RoomSize{1.0, 100.0};
    if (wrong == 3) options.speed = -1.0;
    EXPECT_THROW(WriteSequence(folder / "out", options, GoOn), UsageError) << wrong;
    EXPECT_FALSE(fs::exists(folder / "out"));
  }
}

TEST(Sequence, FaultsOfSensorsChangeWhatTheySay) {
  const auto read = [](const SequenceOptions& options) {
    const TemporaryFolder folder;
    WriteSequence(folder / "out", options, GoOn);
    return Open(folder / "out")->Read(9);
  };
  SequenceOptions options = SmallSequence();
  const Frame plain = read(options);
  options.blur = true;
  const Frame blurred = read(options);
  EXPECT_NE(blurred.color.values(), plain.color.values());
  EXPECT_EQ(blurred.depth_m.values(), plain.depth_m.values());
  options.blur = false;
  options.rolling_shutter = true;
  const Frame rolling = read(options);
  EXPECT_NE(rolling.depth_m.values(), plain.depth_m.values());
  EXPECT_TRUE(rolling.world_from_camera->isApprox(*plain.world_from_camera));
  // The two rows around the middle are exposed when all of the other frame is.
  for (int x = 0; x < 64; x += 7) EXPECT_NEAR(rolling.depth_m.at(24, x), plain.depth_m.at(24, x), 0.05) << x;
  options.rolling_shutter = false;
  options.exposure_drift = true;
  const Frame drifting = read(options);
  EXPECT_NE(drifting.color.values(), plain.color.values());
  EXPECT_EQ(drifting.depth_m.values(), plain.depth_m.values());
}

}  // namespace
}  // namespace isogs::synthetic
