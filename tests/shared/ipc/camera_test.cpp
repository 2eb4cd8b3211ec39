// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "shared/core/error.h"
#include "shared/ipc/camera_folder.h"
#include "shared/ipc/camera_frame.h"
#include "shared/ipc/channel.h"
#include "tests/shared/ipc/ipc_fixture.h"

namespace isogs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Frames of 4x3 colours and 2x1 depths, which follow from their stamp.
class CameraTest : public IpcTest {
 protected:
  static CameraFacts Facts() {
    CameraFacts facts;
    facts.camera = {4, 3, 5.0, 5.0, 1.5, 1.0};
    facts.k1 = 0.25;
    facts.color_width = 4, facts.color_height = 3;
    facts.depth_width = 2, facts.depth_height = 1;
    return facts;
  }

  CameraFrame FrameOf(double stamp_s) {
    color_.assign(36, static_cast<std::byte>(stamp_s));
    depth_.assign(4, static_cast<std::byte>(stamp_s + 1));
    CameraFrame frame;
    frame.head.facts = Facts();
    frame.head.stamp_s = stamp_s;
    frame.head.color_bytes = 36;
    frame.color = color_;
    frame.depth = depth_;
    return frame;
  }

  std::string FailureOf(const CameraFrame& frame) {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kCamera);
    Publisher<CameraFrame> publisher(lock);
    publisher.Publish(frame);
    try {
      Subscriber<CameraFrame>(run()).TakeNext();
    } catch (const Error& error) {
      return error.what();
    }
    return "no failure";
  }

  std::vector<std::byte> color_, depth_;
};

TEST_F(CameraTest, AFrameComesThroughUnchanged) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kCamera);
  Publisher<CameraFrame> publisher(lock, 5, Facts().frame_bytes());
  Subscriber<CameraFrame> subscriber(run());
  CameraFrame frame = FrameOf(7.0);
  frame.head.has_pose = true;
  frame.head.world_from_camera.translation() = Eigen::Vector3d(1.0, 2.0, 3.0);
  EXPECT_EQ(frame.EncodedBytes(), Facts().frame_bytes());
  publisher.Publish(frame);
  const auto received = subscriber.TakeNext();
  ASSERT_TRUE(received.has_value());
  EXPECT_EQ(received->value.head.facts, Facts());
  EXPECT_EQ(received->value.head.stamp_s, 7.0);
  EXPECT_EQ(received->value.head.world_from_camera.translation().z(), 3.0);
  EXPECT_TRUE(std::ranges::equal(received->value.color, color_));
  EXPECT_TRUE(std::ranges::equal(received->value.depth, depth_));
}

TEST_F(CameraTest, FramesComeInOrderAlsoThoseThatAnEndedWriterLeft) {
  Subscriber<CameraFrame> subscriber(run());
  std::vector<double> stamps;
  {
    const RoleLock lock = RoleLock::Acquire(run(), Role::kCamera);
    Publisher<CameraFrame> publisher(lock, 5, Facts().frame_bytes());
    publisher.Publish(FrameOf(1.0));
    stamps.push_back(subscriber.TakeNext()->value.head.stamp_s);
    for (const double stamp_s : {2.0, 3.0, 4.0}) publisher.Publish(FrameOf(stamp_s));
  }
  EXPECT_THAT(Segments(), testing::IsEmpty());
  EXPECT_FALSE(subscriber.WriterIsAlive());
  while (const auto frame = subscriber.TakeNext()) stamps.push_back(frame->value.head.stamp_s);
  EXPECT_THAT(stamps, ElementsAre(1.0, 2.0, 3.0, 4.0));
}

TEST_F(CameraTest, FramesThatNobodyTookInTimeAreMissingFromTheNumbers) {
  const RoleLock lock = RoleLock::Acquire(run(), Role::kCamera);
  Publisher<CameraFrame> publisher(lock, 5, Facts().frame_bytes());
  Subscriber<CameraFrame> subscriber(run());
  for (int i = 1; i <= 10; ++i) publisher.Publish(FrameOf(i));
  std::vector<uint64_t> numbers;
  while (const auto frame = subscriber.TakeNext()) numbers.push_back(frame->number);
  EXPECT_THAT(numbers, ElementsAre(7, 8, 9, 10));
}

TEST_F(CameraTest, SaysWhatIsWrongWithAFrame) {
  CameraFrame frame = FrameOf(1.0);
  frame.head.facts.depth_width = 0;
  EXPECT_EQ(FailureOf(frame), "shared memory, camera: depth_width: found 0, expected 1 to 16384");
  frame = FrameOf(1.0);
  frame.head.facts.camera.width = 5;
  EXPECT_EQ(
      FailureOf(frame),
      "shared memory, camera: camera width: found 5, expected that of colour or depth, with its height");
  frame = FrameOf(1.0);
  frame.head.facts.camera.fx = 0.0;
  EXPECT_THAT(FailureOf(frame), HasSubstr("focal length: found 0, expected more than 0"));
  frame = FrameOf(1.0);
  frame.head.color_bytes = 35;
  EXPECT_THAT(FailureOf(frame), HasSubstr("color_bytes: found 35, expected 36"));
  frame = FrameOf(1.0);
  frame.depth = {};
  EXPECT_THAT(FailureOf(frame), HasSubstr("depth"));
}

TEST(CameraFolder, IsMadeForThisUserAlone) {
  namespace fs = std::filesystem;
  const std::string name = "test-" + std::to_string(getpid());
  const fs::path folder = MakeCameraFolder(name);
  EXPECT_EQ(folder, CameraFolder(name));
  EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
  fs::remove(folder);
}

TEST(CameraFolder, NamesAreNoPaths) {
  for (const char* name : {"", "..", "a/b", "a.b", "room camera"}) {
    EXPECT_THROW(CameraFolder(name), UsageError) << name;
  }
  EXPECT_THROW(CameraFolder(std::string(65, 'a')), UsageError);
}

}  // namespace
}  // namespace isogs
