// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Keyframes mapped beside the next frames: nothing that is found or mapped may depend on it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "shared/core/error.h"
#include "slam/system/slam_system.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Frame FrameAt(int frame) {
  const Twist turn = (Twist() << 0, 0, 0, 0, 0.04 * frame, 0).finished();
  Frame image = test::RoomFrame(test::MakeCamera(160, 120),
                                Pose(Eigen::Translation3d(-0.4 + 0.015 * frame, 0.1, -0.8)) * ExpSe3(turn));
  image.index = frame;
  return image;
}

Config SmallConfig() {
  Config config;
  config.mapping.every_frames = 2;
  config.mapping.first_iterations = 5;
  config.mapping.iterations = 5;
  return config;
}

/// A system, and what it says of the frames that it has mapped.
struct Watched {
  explicit Watched(const Config& config, bool maps_beside, Backend backend = MakeBackend(Device::kCpu))
      : system(config, std::move(backend)) {
    if (maps_beside) {
      system.MapBeside([this](const MappedFrame& frame) {
        EXPECT_FALSE(system.IsMapping());
        mapped.push_back(frame.position);
      });
    }
  }

  FrameReport Process(Frame frame) {
    FrameReport report = system.Process(std::move(frame));
    if (report.mapping) mapped.push_back(static_cast<int64_t>(system.frames().size()) - 1);
    return report;
  }

  SlamSystem system;
  std::vector<int64_t> mapped;
};

void ExpectTheSame(Watched& a, Watched& b) {
  a.system.FinishMapping();
  b.system.FinishMapping();
  EXPECT_EQ(a.mapped, b.mapped);
  SlamState here, there;
  a.system.Save(&here);
  b.system.Save(&there);
  EXPECT_EQ(here.params.map.means, there.params.map.means);
  EXPECT_EQ(here.adam.second_moments, there.adam.second_moments);
  EXPECT_EQ(here.random, there.random);
  ASSERT_EQ(here.params.keyframes, there.params.keyframes);
  for (size_t k = 0; k < here.keyframes.size(); ++k) EXPECT_EQ(here.keyframes[k].use, there.keyframes[k].use);
  ASSERT_EQ(here.params.frames.size(), there.params.frames.size());
  for (size_t i = 0; i < here.params.frames.size(); ++i) {
    const FrameRecord &x = here.params.frames[i], &y = there.params.frames[i];
    EXPECT_EQ(x.state, y.state) << i;
    EXPECT_EQ(x.camera_from_map.matrix(), y.camera_from_map.matrix()) << i;
    EXPECT_EQ(x.online_camera_from_map.matrix(), y.online_camera_from_map.matrix()) << i;
  }
}

/// Puts the newest keyframe, with what was made from it, elsewhere.
void PutNewestElsewhere(SlamSystem* system) {
  system->FinishMapping();
  std::vector<Pose> poses;
  for (const Keyframe& keyframe : system->keyframes().all()) poses.push_back(keyframe.camera_from_map);
  poses.back() = ExpSe3((Twist() << 0.14, 0.05, 0.0, 0.0, 0.07, 0.0).finished()) * poses.back();
  system->CorrectKeyframes(poses);
}

TEST(MapBeside, TheNextFramesAreFoundMeanwhileAndAllStaysTheSame) {
  Watched beside(SmallConfig(), true), sequential(SmallConfig(), false);
  for (int i = 0; i < 9; ++i) {
    const FrameReport here = beside.Process(FrameAt(i)), there = sequential.Process(FrameAt(i));
    EXPECT_EQ(here.is_keyframe, there.is_keyframe) << i;
    EXPECT_EQ(here.is_keyframe, there.mapping.has_value()) << i;
    EXPECT_FALSE(here.mapping.has_value()) << i;
    EXPECT_EQ(here.tracking.reference, there.tracking.reference) << i;
    EXPECT_EQ(here.tracking.camera_from_map.matrix(), there.tracking.camera_from_map.matrix()) << i;
  }
  ExpectTheSame(beside, sequential);
  EXPECT_THAT(beside.mapped, ElementsAre(0, 1, 3, 5, 7));
}

TEST(MapBeside, FramesThatNeedTheMapWaitForIt) {
  Config config = SmallConfig();
  config.tracking.iterations = 2;  // on the render loss
  Watched beside(config, true), sequential(config, false);
  for (int i = 0; i < 6; ++i) {
    beside.Process(FrameAt(i));
    sequential.Process(FrameAt(i));
  }
  ExpectTheSame(beside, sequential);
}

TEST(MapBeside, LostFoundAndTakenBackIsTheSame) {
  Watched beside(SmallConfig(), true), sequential(SmallConfig(), false);
  for (Watched* const watched : {&beside, &sequential}) {
    for (int i = 0; i < 16; ++i) watched->Process(FrameAt(i));
    PutNewestElsewhere(&watched->system);
    for (int i = 0; i < 3; ++i)
      EXPECT_EQ(watched->Process(test::Covered(FrameAt(0))).tracking.state, TrackingState::kLost);
    const FrameReport found = watched->Process(FrameAt(15));
    EXPECT_TRUE(found.tracking.relocalized);
    EXPECT_TRUE(found.taken_back.has_value());
    for (int i = 14; i > 8; --i) watched->Process(FrameAt(i));
  }
  ExpectTheSame(beside, sequential);
}

TEST(MapBeside, ASavedSystemGoesOnTheSameEitherWay) {
  Watched sequential(SmallConfig(), false);
  for (int i = 0; i < 9; ++i) sequential.Process(FrameAt(i));
  for (const int saved_after : {2, 3, 6}) {
    Watched first(SmallConfig(), true), second(SmallConfig(), saved_after != 3);
    for (int i = 0; i < saved_after; ++i) first.Process(FrameAt(i));
    first.system.FinishMapping();
    SlamState state;
    first.system.Save(&state);
    second.system.Restore(state, [](int64_t index) { return FrameAt(static_cast<int>(index)); });
    second.mapped = first.mapped;
    for (int i = saved_after; i < 9; ++i) second.Process(FrameAt(i));
    SCOPED_TRACE(saved_after);
    ExpectTheSame(second, sequential);
  }
}

/// Fails in one of its calls.
class FailingAdam : public AdamUpdater {
 public:
  explicit FailingAdam(int calls) : calls_(calls), adam_(MakeBackend(Device::kCpu).adam) {}
  void Update(const GradientRows& gradients, const AdamOptions& options,
              const MutableGaussians& map) override {
    if (calls_-- == 0) throw Error("Adam fell");
    adam_->Update(gradients, options, map);
  }

 private:
  int calls_;
  std::unique_ptr<AdamUpdater> adam_;
};

TEST(MapBeside, AFailureComesOutWhereTheMapIsWaitedFor) {
  Backend backend = MakeBackend(Device::kCpu);
  backend.adam = std::make_unique<FailingAdam>(12);  // in the third call
  Watched watched(SmallConfig(), true, std::move(backend));
  for (int i = 0; i < 4; ++i) watched.Process(FrameAt(i));
  EXPECT_FALSE(watched.system.MappingFailed());
  EXPECT_THROW(watched.system.FinishMapping(), Error);
  EXPECT_TRUE(watched.system.MappingFailed());
  EXPECT_FALSE(watched.system.IsMapping());
  EXPECT_THAT(watched.mapped, ElementsAre(0, 1));
  EXPECT_EQ(watched.system.frames().size(), 4u);  // found they are all the same
}

TEST(MapBeside, EndsWithACallUnderWay) {
  Watched watched(SmallConfig(), true);
  watched.Process(FrameAt(0));
  EXPECT_TRUE(watched.system.IsMapping());
  EXPECT_THAT(watched.mapped, IsEmpty());
}

TEST(MapBeside, InTurnAFailureLeavesNoHalfKeyframe) {
  Backend backend = MakeBackend(Device::kCpu);
  backend.adam = std::make_unique<FailingAdam>(12);
  Watched watched(SmallConfig(), false, std::move(backend));
  for (int i = 0; i < 3; ++i) watched.Process(FrameAt(i));
  EXPECT_THROW(watched.Process(FrameAt(3)), Error);
  EXPECT_EQ(watched.system.frames().size(), 3u);
  EXPECT_EQ(watched.system.keyframes().newest().timestep, 1);
}

}  // namespace
}  // namespace isogs
