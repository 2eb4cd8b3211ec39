// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "shared/cuda/algorithms.h"
#include "shared/cuda/kernel.h"
#include "slam/mapping/map_memory_cuda.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;
constexpr int64_t kMovedAtOnce = 1 << 18;  // rows; bounds what removing needs beside the map
constexpr const char* kWhat = "the map";

/// A thread a Gaussian.
__global__ void __launch_bounds__(kThreads)
    MarkPrunedKernel(GaussianView map, PruneLimits limits, uint8_t* marks) {
  const int64_t i = GlobalThread();
  if (i < map.count) marks[i] = IsPruned(map, i, limits) ? 1 : 0;
}

/// A thread a row.
__global__ void __launch_bounds__(kThreads) StaysKernel(const uint8_t* marks, int64_t rows, uint8_t* stays) {
  const int64_t i = GlobalThread();
  if (i < rows) stays[i] = marks[i] == 0 ? 1 : 0;
}

/// A thread a word of a row.
__global__ void __launch_bounds__(kThreads)
    GatherKernel(const uint32_t* array, int64_t words, const int32_t* rows, int64_t count,
                 uint32_t* gathered) {
  const int64_t i = GlobalThread();
  if (i < count * words) gathered[i] = array[rows[i / words] * words + i % words];
}

class MapMemoryCuda : public MapMemory {
 public:
  MapMemoryCuda(Stream stream, MemoryKind kind) : stream_(stream), kind_(kind), algorithms_(stream) {}

  MemoryKind kind() const override { return kind_; }
  void Grow(MapArray* array, int64_t kept, int64_t capacity) override {
    void* const grown = Allocate(static_cast<size_t>(capacity * array->row_bytes), kWhat);
    if (kept > 0) CopyOnDevice(stream_, grown, array->data, static_cast<size_t>(kept * array->row_bytes));
    Free(array);
    array->data = grown;
    array->capacity = capacity;
  }
  void Free(MapArray* array) noexcept override {
    // Waits for the device.
    if (array->data != nullptr) cuda::Free(array->data, static_cast<size_t>(array->bytes()), kWhat);
    array->data = nullptr;
    array->capacity = 0;
  }
  void FillZero(void* memory, int64_t bytes) override {
    cuda::FillZero(stream_, memory, static_cast<size_t>(bytes));
  }
  void CopyIn(void* to, const void* from, int64_t bytes) override {
    CopyToDevice(stream_, to, from, static_cast<size_t>(bytes));
    Synchronize(stream_);
  }
  void CopyOut(void* to, const void* from, int64_t bytes) override {
    CopyToHost(stream_, to, from, static_cast<size_t>(bytes));
  }
  void MarkPruned(const GaussianView& map, const PruneLimits& limits, uint8_t* marks) override {
    Launch(stream_, BlocksFor(map.count, kThreads), kThreads, MarkPrunedKernel, map, limits, marks);
  }
  int64_t Remove(std::span<const MapArray> arrays, int64_t rows, const uint8_t* marks) override;

 private:
  /// Writes which of `count` rows stay to kept_, as indices; returns how many.
  int64_t FindKept(const uint8_t* marks, int64_t count);
  /// Moves the first `count` rows of kept_, counted from row `begin`, to rows from `to` on.
  void Move(const MapArray& array, int64_t begin, int64_t count, int64_t to);

  Stream stream_;
  MemoryKind kind_;
  Algorithms algorithms_;
  DeviceArray<uint8_t> stays_{kWhat};
  DeviceArray<int32_t> kept_{kWhat};
  DeviceArray<int64_t> selected_{kWhat};
  DeviceArray<uint32_t> scratch_{kWhat};  // rows on their way to their new places
};

int64_t MapMemoryCuda::FindKept(const uint8_t* marks, int64_t count) {
  Launch(stream_, BlocksFor(count, kThreads), kThreads, StaysKernel, marks, count, stays_.data());
  algorithms_.SelectIndices(stays_.data(), count, kept_.data(), selected_.data());
  int64_t kept = 0;
  CopyToHost(stream_, &kept, selected_.data(), sizeof kept);
  return kept;
}

void MapMemoryCuda::Move(const MapArray& array, int64_t begin, int64_t count, int64_t to) {
  const int64_t words = array.row_bytes / 4;
  auto* const values = static_cast<uint32_t*>(array.data);
  Launch(stream_, BlocksFor(count * words, kThreads), kThreads, GatherKernel, values + begin * words, words,
         kept_.data(), count, scratch_.data());
  CopyOnDevice(stream_, values + to * words, scratch_.data(), static_cast<size_t>(count * array.row_bytes));
}

int64_t MapMemoryCuda::Remove(std::span<const MapArray> arrays, int64_t rows, const uint8_t* marks) {
  const int64_t at_once = std::min(rows, kMovedAtOnce);
  int64_t widest = 0;
  for (const MapArray& array : arrays) widest = std::max(widest, array.row_bytes / 4);
  stays_.Reserve(at_once);
  kept_.Reserve(at_once);
  selected_.Reserve(1);
  scratch_.Reserve(at_once * widest);
  // Nothing is allocated from the first move on: sorting's memory is there from the first, largest piece.
  int64_t count = 0;  // of those that stay
  for (int64_t begin = 0; begin < rows; begin += kMovedAtOnce) {
    const int64_t looked_at = std::min(kMovedAtOnce, rows - begin);
    const int64_t kept = FindKept(marks + begin, looked_at);
    if (count < begin || kept < looked_at) {
      for (const MapArray& array : arrays) Move(array, begin, kept, count);
    }
    count += kept;
  }
  return count;
}

}  // namespace

std::unique_ptr<MapMemory> MakeMapMemoryCuda(cuda::Stream stream, MemoryKind kind) {
  return std::make_unique<MapMemoryCuda>(stream, kind);
}

}  // namespace isogs
