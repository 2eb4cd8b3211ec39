// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "meshing/blocks/cuda/block_lists.h"
#include "shared/core/error.h"
#include "shared/cuda/kernel.h"

namespace isogs::cuda {
namespace {

constexpr int kThreads = 256;

/// Runs that lie one after the other.
struct JoinedRuns {
  static constexpr int kMost = std::tuple_size_v<LayerRuns>;

  explicit JoinedRuns(const LayerRuns& runs) {
    for (size_t run = 0; run < runs.size(); ++run) {
      first[run] = runs[run].begin;
      total += static_cast<int64_t>(runs[run].end - runs[run].begin);
      ends[run] = total;
    }
  }

  /// The record at a place of the runs.
  __device__ uint32_t At(int64_t place) const {
    int run = 0;
    while (place >= ends[run]) ++run;
    return first[run] + static_cast<uint32_t>(place - (run > 0 ? ends[run - 1] : 0));
  }

  int64_t total = 0;
  uint32_t first[kMost];
  int64_t ends[kMost];
};

/// The blocks of a layer whose points a Gaussian reaches.
struct Reach {
  BlockRange y, z;  // last < first: none
};
__device__ Reach ReachOf(const PreparedGaussian& gaussian, int32_t x, int log2_size) {
  BlockRange range[3];
  bool reaches = true;
  for (size_t k = 0; k < 3; ++k) {
    reaches = reaches && gaussian.size[k] > 0;
    range[k] = BlocksOf(gaussian.low[k], gaussian.low[k] + gaussian.size[k] - 1, log2_size);
  }
  if (!reaches || x < range[0].first || x > range[0].last) return {{0, -1}, {0, -1}};
  return {range[1], range[2]};
}

/// Orders blocks of a layer by y, then z.
__device__ uint64_t KeyOf(int32_t y, int32_t z) {
  const auto ascending = [](int32_t v) { return static_cast<uint32_t>(v) ^ 0x80000000u; };
  return static_cast<uint64_t>(ascending(y)) << 32 | ascending(z);
}
int32_t CoordinateOf(uint64_t half) {
  return static_cast<int32_t>(static_cast<uint32_t>(half) ^ 0x80000000u);
}

/// And 0 behind the last, so that the sums end with that of all.
template <typename Record>
__global__ void __launch_bounds__(kThreads) CountKernel(const Record* records, JoinedRuns runs, int64_t count,
                                                        int32_t x, int log2_size, int32_t* counts) {
  const int64_t i = GlobalThread();
  if (i > count) return;
  int32_t reached = 0;
  if (i < count) {
    const Reach reach = ReachOf(records[runs.At(i)], x, log2_size);
    reached = (reach.y.last - reach.y.first + 1) * (reach.z.last - reach.z.first + 1);
  }
  counts[i] = reached;
}

template <typename Record>
__global__ void __launch_bounds__(kThreads)
    WriteKernel(const Record* records, JoinedRuns runs, int64_t count, int32_t x, int log2_size,
                const int64_t* places, uint64_t* keys, uint32_t* values) {
  const int64_t i = GlobalThread();
  if (i >= count) return;
  const uint32_t record = runs.At(i);
  const Reach reach = ReachOf(records[record], x, log2_size);
  int64_t at = places[i];
  for (int32_t y = reach.y.first; y <= reach.y.last; ++y) {
    for (int32_t z = reach.z.first; z <= reach.z.last; ++z) {
      keys[at] = KeyOf(y, z);
      values[at++] = record;
    }
  }
}

__global__ void __launch_bounds__(kThreads) FlagKernel(const uint64_t* keys, int64_t count, uint8_t* flags) {
  const int64_t i = GlobalThread();
  if (i < count) flags[i] = i == 0 || keys[i] != keys[i - 1] ? 1 : 0;
}

__global__ void __launch_bounds__(kThreads)
    GatherKernel(const uint64_t* keys, const int32_t* begins, int64_t count, uint64_t* block_keys) {
  const int64_t i = GlobalThread();
  if (i < count) block_keys[i] = keys[begins[i]];
}

int64_t Fetch(Stream stream, const int64_t* value) {
  int64_t fetched = 0;
  CopyToHost(stream, &fetched, value, sizeof fetched);
  return fetched;
}

}  // namespace

template <typename Record>
void BlockLists::Make(const Record* records, const LayerRuns& runs, int32_t x, int block_size) {
  const Stream stream = algorithms_.stream();
  const JoinedRuns joined(runs);
  const int64_t count = joined.total;
  const int log2_size = Log2(block_size);
  int32_t* const counts = counts_.Reserve(count + 1);
  int64_t* const places = places_.Reserve(count + 1);
  Launch(stream, BlocksFor(count + 1, kThreads), kThreads, CountKernel<Record>, records, joined, count, x,
         log2_size, counts);
  algorithms_.ExclusiveSum(counts, count + 1, places);
  const int64_t entries = Fetch(stream, places + count);
  if (entries > std::numeric_limits<int32_t>::max()) {
    throw Error("a layer of blocks is reached by Gaussians more than 2^31 times; use a larger voxel size");
  }
  uint64_t* const keys = keys_.Reserve(entries);
  uint32_t* const values = records_.Reserve(entries);
  Launch(stream, BlocksFor(count, kThreads), kThreads, WriteKernel<Record>, records, joined, count, x,
         log2_size, places, keys, values);
  constexpr int kKeyBits = 64;
  algorithms_.SortPairs(keys, values, entries, kKeyBits, sorted_keys_.Reserve(entries),
                        list_.Reserve(entries));
  FindBlocks(entries, x);
}

/// The blocks of the sorted keys, and where their lists begin.
void BlockLists::FindBlocks(int64_t count, int32_t x) {
  const Stream stream = algorithms_.stream();
  blocks_.clear();
  begins_.clear();
  if (count == 0) {
    begins_.push_back(0);
    return;
  }
  uint8_t* const flags = flags_.Reserve(count);
  Launch(stream, BlocksFor(count, kThreads), kThreads, FlagKernel, sorted_keys_.data(), count, flags);
  int64_t* const selected = places_.data();
  int32_t* const begins = device_begins_.Reserve(count);
  algorithms_.SelectIndices(flags, count, begins, selected);
  const int64_t blocks = Fetch(stream, selected);
  uint64_t* const block_keys = block_keys_.Reserve(blocks);
  Launch(stream, BlocksFor(blocks, kThreads), kThreads, GatherKernel, sorted_keys_.data(), begins, blocks,
         block_keys);
  std::vector<uint64_t> found(static_cast<size_t>(blocks));
  begins_.resize(found.size());
  CopyToHost(stream, begins_.data(), begins, begins_.size() * sizeof(int32_t));
  CopyToHost(stream, found.data(), block_keys, found.size() * sizeof(uint64_t));
  begins_.push_back(static_cast<int32_t>(count));
  for (const uint64_t key : found) blocks_.push_back({x, CoordinateOf(key >> 32), CoordinateOf(key)});
}

template void BlockLists::Make(const DensityGaussian*, const LayerRuns&, int32_t, int);
template void BlockLists::Make(const OrientedGaussian*, const LayerRuns&, int32_t, int);

}  // namespace isogs::cuda
