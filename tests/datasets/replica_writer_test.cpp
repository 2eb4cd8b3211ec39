// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/datasets/replica_fixture.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

TEST_F(ReplicaDataset, WriterRefusesWhatTheLayoutCannotHold) {
  Make();
  EXPECT_TRUE(IsUsageError([&] { ReplicaWriter writer(Room()); }));
  ReplicaWriter writer(folder_ / "other");
  Frame frame = TinyFrame(0);
  writer.Add(frame);
  frame.camera.fx += 1.0;
  EXPECT_THAT(ErrorOf([&] { writer.Add(frame); }), HasSubstr("another camera"));
}

TEST_F(ReplicaDataset, WriterBeforeItsEndLeavesNothing) {
  const fs::path folder = folder_ / "some" / "other";
  {
    ReplicaWriter writer(folder);
    writer.Add(TinyFrame(0));
    EXPECT_TRUE(fs::exists(folder / "results"));
  }
  EXPECT_FALSE(fs::exists(folder_ / "some"));
  fs::create_directories(folder);
  WriteText(folder / "cam_params.json", "someone else's");
  { ReplicaWriter(folder).Add(TinyFrame(0)); }
  EXPECT_FALSE(fs::exists(folder / "results"));
  EXPECT_TRUE(fs::exists(folder / "cam_params.json"));
}

TEST_F(ReplicaDataset, WriterKeepsThatAFrameHasNoPose) {
  const auto write = [&](const char* name, bool first, bool second) {
    ReplicaWriter writer(folder_ / name);
    for (const bool has_pose : {first, second}) {
      Frame frame = TinyFrame(writer.frame_count());
      if (!has_pose) frame.world_from_camera.reset();
      writer.Add(frame);
    }
    writer.Finish();
    return OpenDataset(ConfigOf(folder_ / name));
  };
  const auto some = write("some", true, false);
  EXPECT_TRUE(some->Read(0).world_from_camera->isApprox(TinyPose(0), 1e-10));
  EXPECT_FALSE(some->Read(1).world_from_camera);
  const auto none = write("none", false, false);
  EXPECT_TRUE(none->Read(1).world_from_camera->isApprox(Pose::Identity()));
}

}  // namespace
}  // namespace isogs
