// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/keyframe_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "shared/image/resize.h"
#include "slam/keyframes/frame_codec_cpu.h"
#include "slam/keyframes/frame_codec_cuda.h"
#include "tests/slam/cuda_devices.h"

namespace isogs {
namespace {

struct CodecBackend {
  std::string name;
  MemoryKind memory;
  std::function<std::unique_ptr<FrameCodec>()> make;
};

constexpr float kUnitsPerM = 6553.5f;

/// Colours of 8 bits and depth in the units of a 16-bit image, some of it missing, as a data set gives them.
Frame StoredFrame(int width, int height) {
  Random random(5);
  Frame frame;
  frame.camera = {width, height, 0.9 * width, 0.9 * width, 0.5 * width, 0.5 * height};
  frame.color = Image<float>(3, height, width);
  for (float& value : frame.color.values()) value = static_cast<float>(random.NextIndex(256)) / 255.0f;
  frame.depth_m = Image<float>(1, height, width);
  for (float& value : frame.depth_m.values()) {
    const auto code = random.NextUnit() < 0.1 ? 0 : random.NextIndex(65535);
    value = static_cast<float>(code) / kUnitsPerM;
  }
  frame.depth_units_per_m = kUnitsPerM;
  return frame;
}

/// The same at half its size.
Frame HalvedFrame(const Frame& stored) {
  Image<uint8_t> bytes(3, stored.camera.height, stored.camera.width);
  std::ranges::transform(stored.color.values(), bytes.values().begin(),
                         [](float value) { return static_cast<uint8_t>(std::lround(255.0f * value)); });
  Frame frame = stored;
  frame.camera = stored.camera.Halved();
  frame.color = ResizeColor(bytes, frame.camera.width, frame.camera.height);
  frame.depth_m = ResizeDepth(stored.depth_m, frame.camera.width, frame.camera.height);
  return frame;
}

class KeyframeStoreTest : public testing::TestWithParam<CodecBackend> {
 protected:
  /// The frame's images as the store gives them back.
  Frame ThroughStore(const Frame& frame) {
    const DeviceFrame device_frame(frame, GetParam().memory);
    store_.Clear();
    const Keyframe& keyframe = store_.Add(3, Pose::Identity(), device_frame);
    DecodedFrame planes(GetParam().memory);
    const FrameView view = store_.Decode(keyframe, &planes);
    EXPECT_EQ(view.width, frame.camera.width);
    EXPECT_EQ(view.height, frame.camera.height);
    Frame result = frame;
    const auto pixels = int64_t{view.width} * view.height;
    std::ranges::copy(test::CopyOut(GetParam().memory, view.color, 3 * pixels),
                      result.color.values().begin());
    std::ranges::copy(test::CopyOut(GetParam().memory, view.depth_m, pixels),
                      result.depth_m.values().begin());
    return result;
  }

  std::unique_ptr<FrameCodec> codec_ = GetParam().make();
  KeyframeStore store_{GetParam().memory, *codec_};
};

TEST_P(KeyframeStoreTest, WhatADataSetStoresComesBackAsItIsIn5BytesAPixel) {
  const Frame frame = StoredFrame(47, 33);
  const Frame decoded = ThroughStore(frame);
  EXPECT_EQ(decoded.color.values(), frame.color.values());
  EXPECT_EQ(decoded.depth_m.values(), frame.depth_m.values());
  EXPECT_LE(store_.bytes(), 5 * 47 * 33 + 4);
}

TEST_P(KeyframeStoreTest, AtHalfTheSizeColoursComeBackAsTheyAreAndDepthNearlyIn6BytesAPixel) {
  const Frame frame = HalvedFrame(StoredFrame(96, 64));
  const Frame decoded = ThroughStore(frame);
  EXPECT_EQ(decoded.color.values(), frame.color.values());
  const float largest_m = *std::ranges::max_element(frame.depth_m.values());
  for (size_t i = 0; i < frame.depth_m.values().size(); ++i) {
    const float depth = frame.depth_m.values()[i], found = decoded.depth_m.values()[i];
    EXPECT_NEAR(found, depth, 1.01 * largest_m / 131070.0);
    EXPECT_EQ(found > 0.0f, depth > 0.0f);
  }
  EXPECT_LE(store_.bytes(), 6 * 48 * 32);
}

TEST_P(KeyframeStoreTest, AnyColoursComeBackWithinAStep) {
  Frame frame = StoredFrame(31, 20);
  Random random(6);
  for (float& value : frame.color.values()) value = static_cast<float>(random.NextUnit());
  const Frame decoded = ThroughStore(frame);
  for (size_t i = 0; i < frame.color.values().size(); ++i) {
    EXPECT_NEAR(decoded.color.values()[i], frame.color.values()[i], 1.0 / 2040.0 + 1e-6);
  }
}

TEST_P(KeyframeStoreTest, ThinAndFarDepthsKeepADepth) {
  Frame frame = StoredFrame(8, 4);
  frame.depth_units_per_m = 0.0f;
  std::ranges::fill(frame.depth_m.values(), 0.0f);
  frame.depth_m.at(0, 0) = 1e-7f;
  frame.depth_m.at(1, 1) = 80.0f;
  const Frame decoded = ThroughStore(frame);
  EXPECT_GT(decoded.depth_m.at(0, 0), 0.0f);
  EXPECT_FLOAT_EQ(decoded.depth_m.at(1, 1), 80.0f);
  EXPECT_EQ(std::ranges::count(decoded.depth_m.values(), 0.0f), 30);
}

TEST_P(KeyframeStoreTest, AFrameWithoutDepthStaysOne) {
  Frame frame = StoredFrame(8, 4);
  std::ranges::fill(frame.depth_m.values(), 0.0f);
  const Frame decoded = ThroughStore(frame);
  EXPECT_EQ(decoded.depth_m.values(), frame.depth_m.values());
  EXPECT_TRUE(store_.newest().surface.empty());
}

TEST_P(KeyframeStoreTest, ColoursCanBeHadOnTheHost) {
  for (const Frame& frame : {StoredFrame(47, 33), HalvedFrame(StoredFrame(64, 48))}) {
    ThroughStore(frame);
    test::WaitForCuda();
    EXPECT_EQ(store_.newest().images->DownloadColor().values(), frame.color.values());
  }
}

TEST_P(KeyframeStoreTest, KeepsOrderPosesAndHashes) {
  const DeviceFrame first(StoredFrame(16, 12), GetParam().memory);
  const DeviceFrame second(HalvedFrame(StoredFrame(32, 24)), GetParam().memory);
  const Pose pose = ExpSe3((Twist() << 0.1, 0.2, 0.3, 0.1, 0.0, 0.2).finished());
  store_.Add(0, Pose::Identity(), first);
  store_.Add(4, pose, second);
  ASSERT_EQ(store_.size(), 2);
  EXPECT_EQ(store_.all()[0].images->image_hash(), first.image_hash());
  EXPECT_EQ(store_.newest().timestep, 4);
  EXPECT_EQ(store_.newest().images->image_hash(), second.image_hash());
  EXPECT_TRUE(store_.newest().camera_from_map.isApprox(pose));
}

TEST(FrameCodec, SameForAnyNumberOfThreads) {
  const Frame frame = HalvedFrame(StoredFrame(640, 480));
  std::vector<float> first;
  for (const int threads : {1, 2, 5}) {
    const ThreadLimit limit(threads);
    const auto codec = MakeFrameCodecCpu();
    KeyframeStore store(MemoryKind::kHost, *codec);
    DecodedFrame planes(MemoryKind::kHost);
    const FrameView view =
        store.Decode(store.Add(0, Pose::Identity(), DeviceFrame(frame, MemoryKind::kHost)), &planes);
    const std::vector<float> depths(view.depth_m, view.depth_m + int64_t{view.width} * view.height);
    if (threads == 1) first = depths;
    EXPECT_EQ(depths, first);
  }
}

std::vector<CodecBackend> Backends() {
  std::vector<CodecBackend> backends{{"cpu", MemoryKind::kHost, MakeFrameCodecCpu}};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, device.memory, [=] { return MakeFrameCodecCuda(device.stream); }});
  }
  return backends;
}

INSTANTIATE_TEST_SUITE_P(Backends, KeyframeStoreTest, testing::ValuesIn(Backends()),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace isogs
