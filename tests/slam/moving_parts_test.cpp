// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/moving_parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "slam/mapping/hide_pixels_cpu.h"
#include "slam/mapping/hide_pixels_cuda.h"
#include "slam/rendering/planes.h"
#include "slam/system/slam_system.h"
#include "tests/slam/cuda_devices.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr int kWidth = 96, kHeight = 72;

/// A box of 24x24 pixels before the room: left edge at pixel `left`, at `z` metres.
Frame WithBox(Frame frame, int left, float z) {
  for (int y = 24; y < 48; ++y) {
    for (int x = std::max(0, left); x < std::min(kWidth, left + 24); ++x) {
      frame.depth_m.at(y, x) = z;
      frame.color.at(0, y, x) = 0.9f;
      frame.color.at(1, y, x) = frame.color.at(2, y, x) = 0.1f;
    }
  }
  return frame;
}

Frame EmptyRoom(const Pose& room_from_camera = test::RoomFromFirstCamera()) {
  return test::RoomFrame(test::MakeCamera(kWidth, kHeight), room_from_camera);
}

/// A hand-held way: 2 cm and half a degree a frame.
Pose RoomFromCamera(int frame) {
  Twist step;
  step << 0.02, 0.0, 0.005, 0.0, 0.008, 0.0;
  return test::RoomFromFirstCamera() * ExpSe3(static_cast<double>(frame) * step);
}

class MovingPartsTest : public testing::Test {
 protected:
  void AddKeyframe(const Frame& frame, const Pose& camera_from_map = Pose::Identity()) {
    store_.Add(store_.size(), camera_from_map, DeviceFrame(frame, MemoryKind::kHost));
  }
  std::vector<uint8_t> Find(const Frame& frame, const Pose& camera_from_map = Pose::Identity()) const {
    const DepthCells depth = MakeDepthCells(frame.depth_m);
    std::vector<const Keyframe*> witnesses;
    for (const Keyframe& keyframe : store_.all()) witnesses.push_back(&keyframe);
    return FindMovingParts({depth, frame.camera, camera_from_map}, witnesses, {}, DepthSensor::kRendered);
  }

  Backend backend_ = MakeBackend(Device::kCpu);
  KeyframeStore store_{MemoryKind::kHost, *backend_.codec};
};

TEST_F(MovingPartsTest, WhatStandsInSpaceThatWasSeenThroughIsHidden) {
  AddKeyframe(EmptyRoom());
  EXPECT_TRUE(Find(WithBox(EmptyRoom(), 40, 0.8f)).empty()) << "one keyframe is not enough";
  AddKeyframe(EmptyRoom());
  const std::vector<uint8_t> hidden = Find(WithBox(EmptyRoom(), 40, 0.8f));
  const HiddenCells grid(kWidth, kHeight);
  ASSERT_EQ(static_cast<int64_t>(hidden.size()), grid.count());
  for (int y = 24; y < 48; ++y) {
    for (int x = 40; x < 64; ++x) EXPECT_EQ(hidden[static_cast<size_t>(grid.At(x, y))], 1) << x << " " << y;
  }
  EXPECT_EQ(std::accumulate(hidden.begin(), hidden.end(), 0), 8 * 8) << "with a cell around it";
}

TEST_F(MovingPartsTest, WhatStaysIsConfirmed) {
  for (int i = 0; i < 3; ++i) AddKeyframe(EmptyRoom());
  const Frame changed = WithBox(EmptyRoom(), 40, 0.8f);
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(Find(changed).empty());
    AddKeyframe(changed);
  }
  EXPECT_TRUE(Find(changed).empty());
}

TEST_F(MovingPartsTest, WhatWasThereFirstIsFoundByLaterKeyframes) {
  const Frame first = WithBox(EmptyRoom(), 40, 0.8f);
  AddKeyframe(EmptyRoom());
  AddKeyframe(WithBox(EmptyRoom(), 0, 0.8f));
  EXPECT_FALSE(Find(first).empty());
}

TEST_F(MovingPartsTest, ARoomWhereNothingMovesHasNoMovingParts) {
  const Pose map_from_room = RoomFromCamera(0).inverse();
  for (int i = 0; i < 8; ++i) {
    const Pose camera_from_map = (map_from_room * RoomFromCamera(5 * i)).inverse();
    const Frame frame = EmptyRoom(RoomFromCamera(5 * i));
    EXPECT_TRUE(Find(frame, camera_from_map).empty()) << i;
    AddKeyframe(frame, camera_from_map);
  }
}

TEST_F(MovingPartsTest, SpecksAreNoMovingParts) {
  for (int i = 0; i < 3; ++i) AddKeyframe(EmptyRoom());
  Frame frame = EmptyRoom();
  frame.depth_m.at(30, 30) = 0.5f;
  EXPECT_TRUE(Find(frame).empty());
}

/// What a run of a room through which a box moves leaves in the space between camera and walls, and how well
/// it shows the room.
struct Poison {
  int64_t floaters = 0;
  double psnr_db = 0.0;
};

Poison MapWithAMovingBox(int witnesses) {
  Config config;
  config.mapping.every_frames = 1;
  config.mapping.iterations = 20;
  config.mapping.densify.max_cell = 1;  // exact after few iterations
  config.mapping.moving.witnesses = witnesses;
  SlamSystem system(config, MakeBackend(Device::kCpu));
  for (int i = 0; i < 14; ++i) {
    Frame frame = EmptyRoom(RoomFromCamera(i));
    // It comes in at the left, and goes out at the right.
    if (i >= 3) frame = WithBox(std::move(frame), -20 + 14 * (i - 3), 0.8f);
    EXPECT_EQ(system.Process(std::move(frame)).tracking.state, TrackingState::kTracking) << i;
  }
  GaussianCloud cloud;
  AdamState adam;
  system.mapper().map().Save(&cloud, &adam);
  Poison poison;
  const Frame last = EmptyRoom(RoomFromCamera(13));
  const Pose& camera_from_map = system.frames().back().camera_from_map;
  for (size_t i = 0; i < cloud.size(); ++i) {
    const float* const m = &cloud.means[3 * i];
    const Eigen::Vector3d p = camera_from_map * Eigen::Vector3d(m[0], m[1], m[2]);
    poison.floaters += p.z() < 0.9 && cloud.logit_opacities[i] > 0.0f ? 1 : 0;
  }
  const DeviceFrame target(last, MemoryKind::kHost);
  std::vector<float> planes(size_t{plane::kCount} * kWidth * kHeight), gradients(planes.size());
  const Backend& backend = system.backend();
  backend.rasterizer->Render(system.mapper().map().View(), MakeRenderCamera(last.camera, camera_from_map), {},
                             planes.data());
  backend.loss->Mapping(planes.data(), target.View(), {1.0f, 0.0f, 1.0f, 0.0f}, gradients.data());
  poison.psnr_db = backend.loss->MappingValue().psnr_db;
  return poison;
}

TEST(MovingPartsInMapping, AMovingBoxLeavesNothingBehind) {
  const Poison with = MapWithAMovingBox(8), without = MapWithAMovingBox(0);
  EXPECT_LT(with.floaters, without.floaters / 3) << without.psnr_db << " -> " << with.psnr_db << " dB";
  EXPECT_GT(with.psnr_db, without.psnr_db + 2.5) << without.floaters << " -> " << with.floaters;
}

struct HiderBackend {
  std::string name;
  MemoryKind memory;
  std::function<std::unique_ptr<PixelHider>()> make;
};

class PixelHiderTest : public testing::TestWithParam<HiderBackend> {};

TEST_P(PixelHiderTest, HidesCellsCutOffByTheEdgeToo) {
  constexpr int kOddWidth = 6, kOddHeight = 5, kSize = kOddWidth * kOddHeight;
  const std::vector<float> planes(size_t{plane::kCount} * kSize, 0.25f);
  std::vector<float> color(size_t{3} * kSize, 0.75f), depth_m(kSize, 2.0f);
  const std::vector<uint8_t> hidden{0, 1, 0, 0};
  const FrameView frame{kOddWidth, kOddHeight, color.data(), depth_m.data()};
  const auto hider = GetParam().make();
  hider->Hide(planes.data(), frame, hidden.data(), color.data(), depth_m.data());
  if (GetParam().memory != MemoryKind::kHost) test::WaitForCuda();
  for (int i = 0; i < kSize; ++i) {
    const bool is_hidden = i % kOddWidth >= kHiddenCell && i / kOddWidth < kHiddenCell;
    EXPECT_EQ(depth_m[static_cast<size_t>(i)], is_hidden ? 0.0f : 2.0f) << i;
    for (int k = 0; k < 3; ++k)
      EXPECT_EQ(color[static_cast<size_t>(k * kSize + i)], is_hidden ? 0.25f : 0.75f) << i;
  }
}

std::vector<HiderBackend> Hiders() {
  std::vector<HiderBackend> backends{{"cpu", MemoryKind::kHost, MakePixelHiderCpu}};
  for (const test::CudaDevice& device : test::CudaDevices())
    backends.push_back({device.name, device.memory, [=] { return MakePixelHiderCuda(device.stream); }});
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, PixelHiderTest, testing::ValuesIn(Hiders()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
