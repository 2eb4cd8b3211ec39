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

/// A thread a row: flags the chunk of each that is the first of its chunk.
__global__ void __launch_bounds__(kThreads)
    FlagChunksKernel(const int32_t* rows, int64_t count, uint8_t* flags) {
  const int64_t k = GlobalThread();
  if (k >= count) return;
  const int64_t chunk = rows[k] / kChunkGaussians;
  if (k == 0 || rows[k - 1] / kChunkGaussians != chunk) flags[chunk] = 1;
}

__device__ float WarpMin(float value) {
  for (int step = kWarpSize / 2; step > 0; step /= 2) {
    const float other = __shfl_xor_sync(kWholeWarp, value, step);
    value = other < value ? other : value;
  }
  return value;
}

/// A warp a chunk, from `first` on; `flags` [chunks], null: all.
__global__ void __launch_bounds__(kThreads)
    BoundKernel(GaussianView map, int64_t first, int64_t chunks, const uint8_t* flags, ChunkBounds* bounds) {
  const int64_t chunk = first + GlobalThread() / kWarpSize;
  if (chunk >= chunks || (flags != nullptr && flags[chunk] == 0)) return;
  const int lane = static_cast<int>(threadIdx.x) % kWarpSize;
  const int64_t begin = chunk * kChunkGaussians;
  const int64_t end = begin + kChunkGaussians < map.count ? begin + kChunkGaussians : map.count;
  ChunkExtent extent;
  for (int64_t i = begin + lane; i < end; i += kWarpSize)
    extent.Add(map.means + 3 * i, map.log_scales + 3 * i);
  for (int axis = 0; axis < 3; ++axis) {
    extent.low[axis] = WarpMin(extent.low[axis]);
    extent.high[axis] = -WarpMin(-extent.high[axis]);
  }
  extent.log_scale = -WarpMin(-extent.log_scale);
  if (lane == 0) bounds[chunk] = extent.Bounds();
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
  void BoundFrom(int64_t first, const GaussianView& map, ChunkBounds* bounds) override {
    Bound(first / kChunkGaussians, map, nullptr, bounds);
  }
  void BoundRows(const GradientRows& rows, const GaussianView& map, ChunkBounds* bounds) override {
    const int64_t chunks = ChunkCount(map.count);
    cuda::FillZero(stream_, chunk_flags_.Reserve(chunks), static_cast<size_t>(chunks));
    Launch(stream_, BlocksFor(rows.count, kThreads), kThreads, FlagChunksKernel, rows.gaussians, rows.count,
           chunk_flags_.data());
    Bound(0, map, chunk_flags_.data(), bounds);
  }
  int64_t Remove(std::span<const MapArray> arrays, int64_t rows, const uint8_t* marks) override;

 private:
  void Bound(int64_t first_chunk, const GaussianView& map, const uint8_t* flags, ChunkBounds* bounds) {
    const int64_t chunks = ChunkCount(map.count);
    Launch(stream_, BlocksFor((chunks - first_chunk) * kWarpSize, kThreads), kThreads, BoundKernel, map,
           first_chunk, chunks, flags, bounds);
  }
  /// Writes which of `count` rows stay to kept_, as indices; returns how many.
  int64_t FindKept(const uint8_t* marks, int64_t count);
  /// Moves the first `count` rows of kept_, counted from row `begin`, to rows from `to` on.
  void Move(const MapArray& array, int64_t begin, int64_t count, int64_t to);

  Stream stream_;
  MemoryKind kind_;
  Algorithms algorithms_;
  DeviceArray<uint8_t> stays_{kWhat}, chunk_flags_{kWhat};
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
