// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/map_memory_cpu.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "shared/core/pages.h"
#include "shared/core/parallel.h"
#include "slam/rendering/cpu/bound_chunk.h"

namespace isogs {
namespace {

constexpr int64_t kMarkGrain = 1 << 16;
constexpr int64_t kChunkGrain = 16;

constexpr bool IsMarked(uint8_t mark) { return mark != 0; }

/// Moves each run of rows that stay to the end of those before it; `first` is the first that goes.
void CloseUp(const MapArray& array, const uint8_t* marks, int64_t first, int64_t rows) {
  auto* const bytes = static_cast<std::byte*>(array.data);
  const uint8_t* const end = marks + rows;
  int64_t to = first;
  for (const uint8_t* run = marks + first; run != end;) {
    run = std::find_if_not(run, end, IsMarked);
    const uint8_t* const run_end = std::find_if(run, end, IsMarked);
    const int64_t count = run_end - run;
    std::memmove(bytes + to * array.row_bytes, bytes + (run - marks) * array.row_bytes,
                 static_cast<size_t>(count * array.row_bytes));
    to += count;
    run = run_end;
  }
}

/// The chunks that the rows, ascending, are in.
void FindChunks(const GradientRows& rows, std::vector<int64_t>* chunks) {
  chunks->clear();
  const int32_t* const end = rows.gaussians + rows.count;
  for (const int32_t* row = rows.gaussians; row != end;) {
    chunks->push_back(*row / kChunkGaussians);
    row = std::lower_bound(row, end, (chunks->back() + 1) * kChunkGaussians);
  }
}

class MapMemoryCpu : public MapMemory {
 public:
  MemoryKind kind() const override { return MemoryKind::kHost; }
  void Grow(MapArray* array, int64_t /*kept*/, int64_t capacity) override {
    array->data = GrowPages(array->data, static_cast<size_t>(array->bytes()),
                            static_cast<size_t>(capacity * array->row_bytes));
    array->capacity = capacity;
  }
  void Free(MapArray* array) noexcept override {
    FreePages(array->data, static_cast<size_t>(array->bytes()));
    array->data = nullptr;
    array->capacity = 0;
  }
  void FillZero(void* memory, int64_t bytes) override { std::memset(memory, 0, static_cast<size_t>(bytes)); }
  void CopyIn(void* to, const void* from, int64_t bytes) override {
    std::memcpy(to, from, static_cast<size_t>(bytes));
  }
  void CopyOut(void* to, const void* from, int64_t bytes) override { CopyIn(to, from, bytes); }

  void MarkPruned(const GaussianView& map, const PruneLimits& limits, uint8_t* marks) override {
    ParallelFor(map.count, kMarkGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) marks[i] = IsPruned(map, i, limits) ? 1 : 0;
    });
  }

  void BoundFrom(int64_t first, const GaussianView& map, ChunkBounds* bounds) override {
    const int64_t first_chunk = first / kChunkGaussians;
    ParallelFor(ChunkCount(map.count) - first_chunk, kChunkGrain, [&](int64_t begin, int64_t end) {
      for (int64_t chunk = first_chunk + begin; chunk < first_chunk + end; ++chunk)
        bounds[chunk] = cpu::BoundChunk(map, chunk);
    });
  }
  void BoundRows(const GradientRows& rows, const GaussianView& map, ChunkBounds* bounds) override {
    FindChunks(rows, &chunks_);
    ParallelFor(static_cast<int64_t>(chunks_.size()), kChunkGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const int64_t chunk = chunks_[static_cast<size_t>(i)];
        bounds[chunk] = cpu::BoundChunk(map, chunk);
      }
    });
  }

  int64_t Remove(std::span<const MapArray> arrays, int64_t rows, const uint8_t* marks) override {
    const int64_t first = std::find_if(marks, marks + rows, IsMarked) - marks;
    if (first == rows) return rows;
    ParallelFor(static_cast<int64_t>(arrays.size()), 1, [&](int64_t begin, int64_t /*end*/) {
      CloseUp(arrays[static_cast<size_t>(begin)], marks, first, rows);
    });
    return rows - std::count_if(marks + first, marks + rows, IsMarked);
  }

 private:
  std::vector<int64_t> chunks_;
};

}  // namespace

std::unique_ptr<MapMemory> MakeMapMemoryCpu() { return std::make_unique<MapMemoryCpu>(); }

}  // namespace isogs
