// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "shared/core/error.h"
#include "shared/cuda/block_pool.h"
#include "shared/cuda/runtime.h"
#include "shared/cuda/staged_upload.h"
#include "tests/slam/cuda_devices.h"

namespace isogs::cuda {
namespace {

constexpr size_t kTooMuch = size_t{1} << 50;

class DeviceMemory : public testing::Test {
 protected:
  void SetUp() override {
    if (test::CudaDevices().empty()) GTEST_SKIP() << "no device";
    DevicePool().Trim();
    before_ = AllocatedBytes();
  }
  void TearDown() override { DevicePool().Trim(); }

  static std::string ComplaintOfTooMuch() {
    try {
      Allocate(kTooMuch, "a test");
    } catch (const Error& error) {
      return error.what();
    }
    return {};
  }

  size_t before_ = 0;
};

TEST_F(DeviceMemory, BlocksAreUsedAgainAtTheirSize) {
  void* const first = DevicePool().Take(1000, "frames");
  void* const second = DevicePool().Take(1000, "frames");
  DevicePool().GiveBack(first, 1000, "frames");
  void* const other = DevicePool().Take(2000, "frames");
  EXPECT_NE(other, first);
  EXPECT_EQ(DevicePool().Take(1000, "frames"), first);
  EXPECT_EQ(AllocatedBytes() - before_, 4000u);
  for (void* block : {first, second}) DevicePool().GiveBack(block, 1000, "frames");
  DevicePool().GiveBack(other, 2000, "frames");
  EXPECT_EQ(AllocatedBytes() - before_, 4000u) << "spare blocks are held, too";
  EXPECT_EQ(DevicePool().Trim(), 4000u);
  EXPECT_EQ(AllocatedBytes(), before_);
}

TEST_F(DeviceMemory, SpareBlocksAreFreedBeforeAnAllocationFails) {
  constexpr size_t kBytes = 3 << 20;
  void* const held = DevicePool().Take(2 * kBytes, "frames");
  DevicePool().GiveBack(DevicePool().Take(kBytes, "frames"), kBytes, "frames");
  EXPECT_EQ(AllocatedBytes() - before_, 3 * kBytes);
  const std::string complaint = ComplaintOfTooMuch();
  EXPECT_THAT(complaint, testing::HasSubstr("of a test; held:"));
  EXPECT_THAT(complaint, testing::HasSubstr("frames 6 MiB"));
  EXPECT_THAT(complaint, testing::Not(testing::HasSubstr("spare")));
  EXPECT_EQ(AllocatedBytes() - before_, 2 * kBytes);
  DevicePool().GiveBack(held, 2 * kBytes, "frames");
}

TEST_F(DeviceMemory, AnUploadsSourceMayChangeAtOnce) {
  const Stream stream = test::CudaDevices().front().stream;
  DeviceArray<float> on_device("a test");
  constexpr int64_t kCount = 1000;
  std::vector<float> values(kCount, 1.0f), found(2 * kCount);
  constexpr size_t kBytes = kCount * sizeof(float);
  {
    StagedUpload upload(stream);
    upload.Start(on_device.Reserve(2 * kCount), values.data(), kBytes);
    std::ranges::fill(values, 2.0f);
    upload.Start(on_device.data() + kCount, values.data(), kBytes);
    std::ranges::fill(values, 3.0f);
    upload.Wait();
  }
  CopyToHost(stream, found.data(), on_device.data(), 2 * kBytes);
  EXPECT_EQ(std::ranges::count(found, 1.0f), kCount);
  EXPECT_EQ(found.front(), 1.0f);
  EXPECT_EQ(std::ranges::count(found, 2.0f), kCount);
  EXPECT_GE(PinnedPool().Trim(), 2 * kBytes) << "kept for the next";
}

}  // namespace
}  // namespace isogs::cuda
