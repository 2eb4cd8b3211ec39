// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/write_scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/dataset.h"
#include "datasets/synthetic/collection/scene_files.h"
#include "datasets/synthetic/collection/scene_metadata.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/image/image_io.h"
#include "shared/io/checksum.h"
#include "tests/datasets/synthetic/folder_bytes.h"
#include "tests/datasets/synthetic/test_rooms.h"
#include "tests/shared/file_size_limit.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::synthetic {
namespace {

namespace fs = std::filesystem;

constexpr SceneQuality kTiny = {64, 48, 1, kQuickLight, 3};

SceneIdentity FirstScene() {
  CollectionOptions options;
  options.seed = 5;
  options.sequences = 1;
  return IdentityOf(options, 0);
}

/// A scene that several tests look at.
class WrittenScene : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    WriteScene(folder_->path(), FirstScene(), kTiny);
  }
  static void TearDownTestSuite() { delete folder_; }

  fs::path At(const std::string& path) const { return *folder_ / path; }
  SceneMetadata Metadata() const { return ReadSceneMetadata(At("metadata/train_00000.json")); }

 private:
  static inline TemporaryFolder* folder_ = nullptr;
};

TEST_F(WrittenScene, FilesAreThoseThatTheMetadataNames) {
  const SceneMetadata scene = Metadata();
  EXPECT_EQ(scene.id, "train_00000");
  EXPECT_EQ(scene.seed, 5u);
  std::map<std::string, std::string> bytes = BytesOf(At(""));
  EXPECT_EQ(bytes.erase("metadata/train_00000.json"), 1u);
  EXPECT_EQ(bytes.size(), 10u + 3 * 2 + 3) << "five pictures with depth; a sequence of three frames";
  ASSERT_EQ(scene.files.size(), bytes.size());
  for (const FileRecord& file : scene.files) {
    const std::string& content = bytes.at(file.path);
    EXPECT_EQ(file.bytes, content.size()) << file.path;
    EXPECT_EQ(file.crc32, Crc32(0, std::as_bytes(std::span(content.data(), content.size())))) << file.path;
  }
  EXPECT_EQ(FirstDifference(scene.constraints, ConstraintsOf(scene.objects, scene.cameras)), "");
}

TEST_F(WrittenScene, DepthIsWhereThingsAre) {
  const SceneMetadata scene = Metadata();
  ASSERT_EQ(scene.cameras.size(), 5u);
  for (const CameraRecord& record : scene.cameras) {
    EXPECT_EQ(ReadColorImage(At(record.image)).pixels.width(), 64);
    const Image<uint16_t> depth = ReadGray16Png(At(record.depth));
    const Camera& camera = record.camera;
    for (int y = 0; y < camera.height; ++y) {
      for (int x = 0; x < camera.width; ++x) {
        const double z = depth.at(y, x) / record.depth_scale;
        const Eigen::Vector3d point =
            record.world_from_camera *
            Eigen::Vector3d((x - camera.cx) / camera.fx * z, (y - camera.cy) / camera.fy * z, z);
        ASSERT_GT(z, 0.2);
        ASSERT_TRUE((point.array() > -1e-3).all() && (point.array() < scene.room_size_m.array() + 1e-3).all())
            << record.depth << ": " << x << "," << y << " lies outside of the room";
      }
    }
  }
}

TEST_F(WrittenScene, ItsSequenceShowsTheSameRoom) {
  DatasetConfig config;
  config.path = At("sequences/train_00000").string();
  const auto sequence = OpenDataset(config);
  EXPECT_EQ(sequence->frame_count(), 3);
  const SceneMetadata scene = Metadata();
  EXPECT_EQ(scene.sequence, "sequences/train_00000");
  const Frame frame = sequence->Read(1);
  const Eigen::Vector3d at = frame.world_from_camera->translation();
  EXPECT_TRUE((at.array() > 0.0).all() && (at.array() < scene.room_size_m.array()).all());
}

TEST(WriteScene, HasTheSameBytesOnAnyNumberOfThreadsAndAfterACallThatWasKilled) {
  const auto write = [](int threads, const fs::path& folder) {
    const ThreadLimit limit(threads);
    WriteScene(folder, FirstScene(), kTiny);
    return BytesOf(folder);
  };
  const TemporaryFolder one, two, killed;
  const auto expected = write(1, one.path());
  EXPECT_TRUE(write(2, two.path()) == expected);
  fs::create_directories(killed / "images/single_view");
  WriteFileAtomically(killed / "images/single_view/train_00000.png.tmp", "half a picture");
  WriteFileAtomically(killed / "images/single_view/train_00000_depth.png", "of other options");
  fs::create_directories(killed / "sequences/train_00000.partial/results");
  WriteFileAtomically(killed / "sequences/train_00000.partial/results/frame000000.jpg", "one frame");
  EXPECT_TRUE(write(2, killed.path()) == expected) << "without strays";
  EXPECT_TRUE(write(1, killed.path()) == expected) << "and once more over a whole one";
}

TEST(WriteScene, WithoutSpaceThereIsNoMetadata) {
  const TemporaryFolder folder;
  SceneIdentity identity = FirstScene();
  identity.has_sequence = false;
  {
    const FileSizeLimit limit(20'000);  // pictures fit, metadata does not
    EXPECT_THROW(WriteScene(folder.path(), identity, kTiny), Error);
  }
  EXPECT_FALSE(fs::exists(folder / FilesOf(identity.id).metadata));
  WriteScene(folder.path(), identity, kTiny);
  const auto bytes = BytesOf(folder.path());
  EXPECT_EQ(bytes.size(), 11u);
}

TEST(WriteScene, AFileInTheWayIsAnError) {
  const TemporaryFolder folder;
  WriteFileAtomically(folder / "images", "a file");
  EXPECT_THROW(WriteScene(folder.path(), FirstScene(), kTiny), Error);
}

}  // namespace
}  // namespace isogs::synthetic
