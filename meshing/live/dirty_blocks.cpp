// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live/dirty_blocks.h"

#include <cmath>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "meshing/gaussians/gaussian_kernels.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;

/// How far Gaussians reach, by records; no more of them is unpacked.
class Reaches {
 public:
  Reaches(std::span<const GaussianRecord> records, const MeshOptions& options) : kernels_(source_, options) {
    cloud_.Resize(records.size());
    ParallelFor(static_cast<int64_t>(records.size()), kGrain, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        std::ranges::copy(records[i].mean, &cloud_.means[3 * i]);
        cloud_.rotations[4 * i] = 1.0f;
        if (kernels_.is_density) std::ranges::copy(LogScalesOf(records[i]), &cloud_.log_scales[3 * i]);
      }
    });
  }
  Reaches(const Reaches&) = delete;
  Reaches& operator=(const Reaches&) = delete;

  LatticeBox Of(size_t i) const { return kernels_.Reach(i); }

 private:
  GaussianCloud cloud_;
  GaussianSource source_ = {&cloud_, {}, {}};
  GaussianKernels kernels_;
};

/// Those that may reach a dirty block, in their order: all that do, and some more. Quickly.
std::vector<GaussianRecord> NearDirty(const std::vector<GaussianRecord>& gaussians,
                                      const std::vector<uint64_t>& dirty, const MeshOptions& options) {
  const GaussianCloud none;
  const GaussianSource no_source = {&none, {}, {}};
  const GaussianKernels kernels(no_source, options);
  // Density Gaussians that reach further than a block are always kept.
  const float reach =
      kernels.is_density ? static_cast<float>(options.block_size) : kBoxSlack * kernels.smallest_radius;
  // Two voxels to spare also for rounding here: blocks farther than kFarthest do not exist.
  constexpr float kFarthest = 1 << 20;
  const auto blocks_per_m = static_cast<float>(kernels.per_voxel / options.block_size);
  const DirtySurroundings near(dirty, CeilToInt((reach + 2.0f) / static_cast<float>(options.block_size)));
  const auto keeps = [&](const GaussianRecord& gaussian) {
    if (kernels.is_density) {
      const float largest = std::ranges::max(ScalesOf(gaussian)) * static_cast<float>(kernels.per_voxel);
      if (kBoxSlack * static_cast<float>(kReachSigmas) * std::max(largest, kernels.min_scale) > reach) {
        return true;
      }
    }
    std::array<int32_t, 3> block;
    for (size_t k = 0; k < 3; ++k) {
      block[k] = FloorToInt(std::clamp(gaussian.mean[k] * blocks_per_m, -kFarthest, kFarthest));
    }
    return near.Contains(block);
  };
  std::vector<std::vector<GaussianRecord>> pieces(
      static_cast<size_t>(PieceCount(static_cast<int64_t>(gaussians.size()), kGrain)));
  ParallelFor(static_cast<int64_t>(gaussians.size()), kGrain, [&](int64_t begin, int64_t end) {
    std::copy_if(gaussians.begin() + begin, gaussians.begin() + end,
                 std::back_inserter(pieces[static_cast<size_t>(begin / kGrain)]), keeps);
  });
  std::vector<GaussianRecord> kept;
  for (const auto& piece : pieces) kept.insert(kept.end(), piece.begin(), piece.end());
  return kept;
}

}  // namespace

std::vector<uint64_t> BlocksReached(std::span<const GaussianRecord> gaussians, const MeshOptions& options) {
  const Reaches reaches(gaussians, options);
  const auto count = static_cast<int64_t>(gaussians.size());
  std::vector<std::unordered_set<uint64_t>> pieces(static_cast<size_t>(PieceCount(count, kGrain)));
  ParallelFor(count, kGrain, [&](int64_t begin, int64_t end) {
    auto& piece = pieces[static_cast<size_t>(begin / kGrain)];
    std::array<BlockBox, 2> last;  // as they were, and as they are
    for (int64_t i = begin; i < end; ++i) {
      const BlockBox box(reaches.Of(static_cast<size_t>(i)), Log2(options.block_size));
      if (std::exchange(last[static_cast<size_t>(i & 1)], box) == box) continue;  // neighbours come in a row
      ForBlocks(box, [&](const BlockIndex& block) { piece.insert(KeyOf(block)); });
    }
  });
  std::vector<uint64_t> keys;
  for (const auto& piece : pieces) keys.insert(keys.end(), piece.begin(), piece.end());
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::vector<GaussianRecord> ReachingDirty(const std::vector<GaussianRecord>& gaussians,
                                          const std::vector<uint64_t>& dirty, const MeshOptions& options) {
  std::vector<GaussianRecord> near = NearDirty(gaussians, dirty, options);
  const Reaches reaches(near, options);
  const DirtySurroundings marks(dirty, 0);
  std::vector<uint8_t> kept(near.size());
  ParallelFor(static_cast<int64_t>(near.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      ForBlocks(BlockBox(reaches.Of(i), Log2(options.block_size)), [&](const BlockIndex& block) {
        if (marks.Contains({block.x, block.y, block.z})) kept[i] = 1;
      });
    }
  });
  size_t count = 0;
  for (size_t i = 0; i < near.size(); ++i) {
    if (kept[i] != 0) near[count++] = near[i];
  }
  near.resize(count);
  return near;
}

}  // namespace isogs
