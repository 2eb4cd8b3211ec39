// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "slam/mapping/map_memory_cpu.h"
#include "slam/mapping/map_memory_cuda.h"
#include "tests/slam/cuda_devices.h"

namespace isogs {
namespace {

struct MemoryBackend {
  std::string name;
  std::function<std::unique_ptr<MapMemory>()> make;
};

std::vector<MemoryBackend> MemoryBackends() {
  std::vector<MemoryBackend> backends{{"cpu", MakeMapMemoryCpu}};
  for (const test::CudaDevice& device : test::CudaDevices()) {
    backends.push_back({device.name, [=] { return MakeMapMemoryCuda(device.stream, device.memory); }});
  }
  return backends;
}

class MapMemoryTest : public testing::TestWithParam<MemoryBackend> {
 protected:
  MapArray ArrayOf(const std::vector<int32_t>& values, int64_t row_words) {
    MapArray array{nullptr, 4 * row_words};
    memory_->Grow(&array, 0, static_cast<int64_t>(values.size()) / row_words);
    memory_->CopyIn(array.data, values.data(), array.bytes());
    return array;
  }
  std::vector<int32_t> Read(const MapArray& array, int64_t rows) {
    std::vector<int32_t> values(static_cast<size_t>(rows * array.row_bytes / 4));
    memory_->CopyOut(values.data(), array.data, rows * array.row_bytes);
    return values;
  }

  std::unique_ptr<MapMemory> memory_ = GetParam().make();
};

TEST_P(MapMemoryTest, GrowingKeepsWhatIsThere) {
  MapArray array = ArrayOf({1, 2, 3, 4, 5, 6}, 3);
  memory_->Grow(&array, 2, 100000);
  EXPECT_EQ(array.capacity, 100000);
  EXPECT_EQ(Read(array, 2), (std::vector<int32_t>{1, 2, 3, 4, 5, 6}));
  memory_->FillZero(array.data, array.row_bytes);
  EXPECT_EQ(Read(array, 2), (std::vector<int32_t>{0, 0, 0, 4, 5, 6}));
  memory_->Free(&array);
  EXPECT_EQ(array.data, nullptr);
}

TEST_P(MapMemoryTest, RemovesMarkedRowsOfAllArraysInTheirOrder) {
  constexpr int64_t kRows = 600000;  // more than are moved at once
  std::vector<int32_t> one(kRows), four(4 * kRows), left;
  std::iota(one.begin(), one.end(), 0);
  std::iota(four.begin(), four.end(), 0);
  std::vector<uint8_t> marks(kRows);
  for (int32_t i = 0; i < kRows; ++i) {
    const bool goes = i > 1000 && (i % 7 == 0 || (i > 200000 && i < 550000));
    marks[static_cast<size_t>(i)] = goes ? static_cast<uint8_t>(i % 255 + 1) : 0;
    if (!goes) left.push_back(i);
  }
  MapArray arrays[] = {ArrayOf(one, 1), ArrayOf(four, 4)};
  MapArray marked{nullptr, 1};
  memory_->Grow(&marked, 0, kRows);
  memory_->CopyIn(marked.data, marks.data(), kRows);
  const auto stay = static_cast<int64_t>(left.size());
  ASSERT_EQ(memory_->Remove(arrays, kRows, static_cast<const uint8_t*>(marked.data)), stay);
  EXPECT_EQ(Read(arrays[0], stay), left);
  const std::vector<int32_t> rows = Read(arrays[1], stay);
  for (size_t i = 0; i < left.size(); ++i) {
    for (int32_t k = 0; k < 4; ++k) ASSERT_EQ(rows[4 * i + static_cast<size_t>(k)], 4 * left[i] + k);
  }
  memory_->FillZero(marked.data, kRows);
  EXPECT_EQ(memory_->Remove(arrays, stay, static_cast<const uint8_t*>(marked.data)), stay);
  for (MapArray& array : arrays) memory_->Free(&array);
  memory_->Free(&marked);
}

TEST_P(MapMemoryTest, MarksTheFaintTheHugeAndTheInvalid) {
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> logits = {0.0f, -6.0f, 1.0f, kNaN, 2.0f};
  std::vector<float> scales(15, -4.0f);
  scales[3 * 2 + 1] = 1.0f;
  scales[3 * 4 + 2] = kNaN;
  std::vector<uint8_t> marks(5, 9);
  MapArray on_device[] = {{nullptr, 20}, {nullptr, 60}, {nullptr, 5}};
  for (MapArray& array : on_device) memory_->Grow(&array, 0, 1);
  memory_->CopyIn(on_device[0].data, logits.data(), 20);
  memory_->CopyIn(on_device[1].data, scales.data(), 60);
  GaussianView view;
  view.count = 5;
  view.logit_opacities = static_cast<const float*>(on_device[0].data);
  view.log_scales = static_cast<const float*>(on_device[1].data);
  memory_->MarkPruned(view, {-5.0f, 0.0f}, static_cast<uint8_t*>(on_device[2].data));
  memory_->CopyOut(marks.data(), on_device[2].data, 5);
  EXPECT_EQ(marks, (std::vector<uint8_t>{0, 1, 1, 1, 1}));
  for (MapArray& array : on_device) memory_->Free(&array);
}

INSTANTIATE_TEST_SUITE_P(Backends, MapMemoryTest, testing::ValuesIn(MemoryBackends()),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace isogs
