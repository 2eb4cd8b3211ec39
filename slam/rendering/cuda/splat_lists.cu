// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <string>

#include "shared/core/error.h"
#include "shared/cuda/kernel.h"
#include "slam/rendering/chunk_bounds.h"
#include "slam/rendering/cuda/splat_lists.h"
#include "slam/rendering/tile_reach.h"

namespace isogs::cuda {
namespace {

using splat::kTileSize;
using splat::TileBox;

constexpr int kThreads = 256;
constexpr int kMaxTiles = 1 << 16;  // tile keys have 16 bits

__global__ void __launch_bounds__(kThreads)
    MarkVisibleKernel(GaussianView map, RenderCamera camera, ChunkView seen, float min_alpha,
                      uint8_t* flags) {
  const int64_t i = GlobalThread();
  if (i >= map.count) return;
  if (map.bounds != nullptr && !MayBeSeen(map.bounds[i / kChunkGaussians], seen)) {
    flags[i] = 0;
    return;
  }
  splat::Splat splat;
  flags[i] = Project(splat::LoadGaussian(map, i), camera, min_alpha, &splat) ? 1 : 0;
}

/// Depths are positive, so that their bits sort as they do.
__global__ void __launch_bounds__(kThreads)
    MakeSplatsKernel(GaussianView map, RenderCamera camera, float min_alpha, const int32_t* gaussians,
                     int64_t visible, SplatRecord* splats, uint32_t* depth_keys, uint32_t* indices) {
  const int64_t v = GlobalThread();
  if (v >= visible) return;
  const int64_t i = gaussians[v];
  SplatRecord record;
  Project(splat::LoadGaussian(map, i), camera, min_alpha, &record.splat);
  for (int c = 0; c < 3; ++c) record.color[c] = map.colors[3 * i + c];
  splats[v] = record;
  depth_keys[v] = std::bit_cast<uint32_t>(record.splat.depth);
  indices[v] = static_cast<uint32_t>(v);
}

/// Counts by place in `order`; one more that is 0, so that their sum comes out, too.
__global__ void __launch_bounds__(kThreads) CountTilesKernel(SplatLists lists, int32_t* counts) {
  const int64_t place = GlobalThread();
  if (place > lists.visible) return;
  int32_t count = 0;
  if (place < lists.visible) {
    const splat::Splat splat = lists.splats[lists.order[place]].splat;
    const TileBox box = TilesAround(splat, lists.camera);
    for (int row = box.first_row; row <= box.last_row; ++row) {
      for (int col = box.first_col; col <= box.last_col; ++col) {
        count += ReachesTile(splat, lists.camera, col, row) ? 1 : 0;
      }
    }
  }
  counts[place] = count;
}

__global__ void __launch_bounds__(kThreads)
    EmitInstancesKernel(SplatLists lists, uint16_t* tile_keys, uint32_t* instance_splats,
                        uint32_t* instance_ids) {
  const int64_t place = GlobalThread();
  if (place >= lists.visible) return;
  const uint32_t index = lists.order[place];
  const splat::Splat splat = lists.splats[index].splat;
  const TileBox box = TilesAround(splat, lists.camera);
  int64_t instance = lists.first_instance[place];
  for (int row = box.first_row; row <= box.last_row; ++row) {
    for (int col = box.first_col; col <= box.last_col; ++col) {
      if (!ReachesTile(splat, lists.camera, col, row)) continue;
      tile_keys[instance] = static_cast<uint16_t>(row * lists.tiles_u + col);
      instance_splats[instance] = index;
      instance_ids[instance] = static_cast<uint32_t>(instance);
      ++instance;
    }
  }
}

/// A thread an instance, and one for the end: writes where the tiles up to its own begin that are not yet
/// written by the thread before, and the instance's splat.
__global__ void __launch_bounds__(kThreads)
    FindTilesKernel(SplatLists lists, const uint16_t* tile_keys, const uint32_t* instance_splats,
                    uint32_t* tile_begin, uint32_t* tile_splats) {
  const int64_t i = GlobalThread();
  if (i > lists.instances) return;
  const int tiles = lists.tiles_u * lists.tiles_v;
  const int before = i == 0 ? -1 : static_cast<int>(tile_keys[i - 1]);
  const int here = i == lists.instances ? tiles : static_cast<int>(tile_keys[i]);
  for (int tile = before + 1; tile <= here; ++tile) tile_begin[tile] = static_cast<uint32_t>(i);
  if (i < lists.instances) tile_splats[i] = instance_splats[lists.tile_instances[i]];
}

int BitsFor(int values) {
  int bits = 1;
  while (1 << bits < values) ++bits;
  return bits;
}

}  // namespace

SplatLists SplatSorter::Sort(const GaussianView& map, const RenderCamera& camera, float min_alpha) {
  SplatLists lists;
  lists.camera = camera;
  lists.min_alpha = min_alpha;
  lists.tiles_u = (camera.width + kTileSize - 1) / kTileSize;
  lists.tiles_v = (camera.height + kTileSize - 1) / kTileSize;
  if (int64_t{lists.tiles_u} * lists.tiles_v > kMaxTiles) {
    throw Error("image of " + std::to_string(camera.width) + "x" + std::to_string(camera.height) +
                " pixels: the CUDA back end takes at most " + std::to_string(kMaxTiles) + " tiles of 16x16");
  }
  FindVisible(map, &lists);
  SortByDepth(map, &lists);
  CountInstances(&lists);
  SortIntoTiles(&lists);
  return lists;
}

void SplatSorter::FindVisible(const GaussianView& map, SplatLists* lists) {
  const Stream stream = algorithms_.stream();
  if (map.count == 0) return;
  lists->gaussians = gaussians_.Reserve(map.count);
  Launch(stream, BlocksFor(map.count, kThreads), kThreads, MarkVisibleKernel, map, lists->camera,
         MakeChunkView(lists->camera, lists->min_alpha), lists->min_alpha, flags_.Reserve(map.count));
  algorithms_.SelectIndices(flags_.data(), map.count, gaussians_.data(), count_.Reserve(1));
  CopyToHost(stream, &lists->visible, count_.data(), sizeof lists->visible);
}

void SplatSorter::SortByDepth(const GaussianView& map, SplatLists* lists) {
  const int64_t visible = lists->visible;
  lists->splats = splats_.Reserve(visible);
  lists->order = order_.Reserve(visible);
  if (visible == 0) return;
  Launch(algorithms_.stream(), BlocksFor(visible, kThreads), kThreads, MakeSplatsKernel, map, lists->camera,
         lists->min_alpha, lists->gaussians, visible, splats_.data(), depth_keys_.Reserve(visible),
         indices_.Reserve(visible));
  algorithms_.SortPairs(depth_keys_.data(), indices_.data(), visible, 32, sorted_keys_.Reserve(visible),
                        order_.data());
}

void SplatSorter::CountInstances(SplatLists* lists) {
  const Stream stream = algorithms_.stream();
  const int64_t sums = lists->visible + 1;
  Launch(stream, BlocksFor(sums, kThreads), kThreads, CountTilesKernel, *lists, tile_counts_.Reserve(sums));
  lists->first_instance = first_instance_.Reserve(sums);
  algorithms_.ExclusiveSum(tile_counts_.data(), sums, first_instance_.data());
  CopyToHost(stream, &lists->instances, first_instance_.data() + lists->visible, sizeof lists->instances);
}

void SplatSorter::SortIntoTiles(SplatLists* lists) {
  const Stream stream = algorithms_.stream();
  const int64_t instances = lists->instances;
  lists->tile_splats = tile_splats_.Reserve(instances);
  lists->tile_instances = tile_instances_.Reserve(instances);
  lists->tile_begin = tile_begin_.Reserve(lists->tiles() + 1);
  sorted_tile_keys_.Reserve(instances);
  Launch(stream, BlocksFor(lists->visible, kThreads), kThreads, EmitInstancesKernel, *lists,
         tile_keys_.Reserve(instances), instance_splats_.Reserve(instances),
         instance_ids_.Reserve(instances));
  if (instances > 0) {
    algorithms_.SortPairs(tile_keys_.data(), instance_ids_.data(), instances, BitsFor(lists->tiles()),
                          sorted_tile_keys_.data(), tile_instances_.data());
  }
  Launch(stream, BlocksFor(instances + 1, kThreads), kThreads, FindTilesKernel, *lists,
         sorted_tile_keys_.data(), instance_splats_.data(), tile_begin_.data(), tile_splats_.data());
}

}  // namespace isogs::cuda
