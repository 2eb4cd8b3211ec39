// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cuda/tile_walk.h"

namespace isogs::cuda {
namespace {

constexpr int kThreads = 256;

/// Groups of buckets by tile; one more that is 0.
__global__ void __launch_bounds__(kThreads) CountGroupsKernel(SplatLists lists, int32_t* counts) {
  const int tile = static_cast<int>(GlobalThread());
  const int tiles = lists.tiles_u * lists.tiles_v;
  if (tile > tiles) return;
  const uint32_t splats = tile < tiles ? lists.tile_begin[tile + 1] - lists.tile_begin[tile] : 0;
  counts[tile] = static_cast<int32_t>((splats + kGroupSize - 1) / kGroupSize);
}

/// A block a tile, a thread a pixel. Writes the planes twice: for the caller and for derivatives.
__global__ void __launch_bounds__(kTilePixels)
    RenderTilesKernel(SplatLists lists, const int64_t* first_group, float* planes, float* kept_planes,
                      int32_t* stops, float* checkpoints) {
  __shared__ SplatRecord batch[kTilePixels];
  const TilePixel pixel = TilePixel::OfThread(lists.camera);
  const int tile = static_cast<int>(blockIdx.y) * lists.tiles_u + static_cast<int>(blockIdx.x);
  float* const tile_checkpoints =
      checkpoints + first_group[tile] * (kBucketsAGroup * kCheckpointPlanes * kTilePixels) + pixel.in_tile;
  float sums[plane::kSilhouette] = {};
  float left = 1.0f;
  const int stop = WalkTile(
      lists, pixel, pixel.in_image, batch,
      [&](int bucket, float transmittance) {
        float* const values =
            tile_checkpoints + static_cast<int64_t>(bucket) * (kCheckpointPlanes * kTilePixels);
        values[0] = transmittance;
        for (int p = 0; p < plane::kSilhouette; ++p) values[(p + 1) * kTilePixels] = sums[p];
      },
      [&](const SplatRecord& record, const PixelAlpha& a, float transmittance) {
        const float weight = a.alpha * transmittance;
        for (int channel = 0; channel < 3; ++channel) sums[channel] += weight * record.color[channel];
        sums[plane::kDepth] += weight * DepthAt(record.splat, a.at);
        left = transmittance * (1.0f - a.alpha);
      });
  if (!pixel.in_image) return;
  const int64_t plane_size = static_cast<int64_t>(lists.camera.width) * lists.camera.height;
  const int64_t at = static_cast<int64_t>(pixel.v) * lists.camera.width + pixel.u;
  for (int p = 0; p < plane::kCount; ++p) {
    const float value = p == plane::kSilhouette ? 1.0f - left : sums[p];
    planes[p * plane_size + at] = value;
    kept_planes[p * plane_size + at] = value;
  }
  stops[at] = stop;
}

}  // namespace

RenderTrace TileRenderer::Render(const SplatLists& lists, float* planes) {
  const Stream stream = algorithms_.stream();
  const int tiles = lists.tiles();
  const int64_t pixels = int64_t{lists.camera.width} * lists.camera.height;
  RenderTrace trace;
  trace.max_groups = lists.instances / kGroupSize + tiles;
  trace.planes = planes_.Reserve(plane::kCount * pixels);
  trace.stops = stops_.Reserve(pixels);
  trace.first_group = first_group_.Reserve(tiles + 1);
  trace.checkpoints =
      checkpoints_.Reserve(trace.max_groups * kBucketsAGroup * kCheckpointPlanes * kTilePixels);
  Launch(stream, BlocksFor(tiles + 1, kThreads), kThreads, CountGroupsKernel, lists,
         group_counts_.Reserve(tiles + 1));
  algorithms_.ExclusiveSum(group_counts_.data(), tiles + 1, first_group_.data());
  const dim3 blocks(static_cast<unsigned>(lists.tiles_u), static_cast<unsigned>(lists.tiles_v));
  Launch(stream, blocks, kTilePixels, RenderTilesKernel, lists, trace.first_group, planes, planes_.data(),
         stops_.data(), checkpoints_.data());
  return trace;
}

}  // namespace isogs::cuda
