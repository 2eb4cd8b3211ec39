// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cuda/tile_walk.h"

namespace isogs::cuda {
namespace {

using splat::SplatSums;

/// A tile's pixels, as all buckets of a group need them.
struct PixelInputs {
  float gradients[plane::kCount][kTilePixels];  // dL/dplanes
  float total[kTilePixels];                     // sum over planes of gradient times plane
  int32_t stop[kTilePixels];
};

/// The tile that a group of buckets belongs to: the last one whose groups do not begin after it.
__device__ inline int TileOfGroup(const int64_t* first_group, int tiles, int64_t group) {
  int low = 0, high = tiles;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (first_group[middle] <= group) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

__device__ inline void LoadPixels(const SplatLists& lists, const RenderTrace& trace,
                                  const float* plane_gradients, int tile, PixelInputs* inputs) {
  const int64_t plane_size = static_cast<int64_t>(lists.camera.width) * lists.camera.height;
  for (int p = static_cast<int>(threadIdx.x); p < kTilePixels; p += kGroupSize) {
    const int u = tile % lists.tiles_u * splat::kTileSize + p % splat::kTileSize;
    const int v = tile / lists.tiles_u * splat::kTileSize + p / splat::kTileSize;
    const bool in_image = u < lists.camera.width && v < lists.camera.height;
    const int64_t at = static_cast<int64_t>(v) * lists.camera.width + u;
    float total = 0.0f;
    for (int k = 0; k < plane::kCount; ++k) {
      const float gradient = in_image ? plane_gradients[k * plane_size + at] : 0.0f;
      inputs->gradients[k][p] = gradient;
      total += in_image ? gradient * trace.planes[k * plane_size + at] : 0.0f;
    }
    inputs->total[p] = total;
    inputs->stop[p] = in_image ? trace.stops[at] : 0;
  }
}

/// Where a pixel's walk stands as it comes to the next splat: what is left of the total, and of the light.
__device__ inline splat::BackwardBlend StartAt(const PixelInputs& inputs, const float* checkpoint, int p) {
  splat::BackwardBlend blend{inputs.total[p], checkpoint[p]};
  for (int k = 0; k < plane::kSilhouette; ++k) {
    blend.remaining -= inputs.gradients[k][p] * checkpoint[(k + 1) * kTilePixels + p];
  }
  blend.remaining -= inputs.gradients[plane::kSilhouette][p] * (1.0f - blend.transmittance);
  return blend;
}

/// Adds a pixel's part to the splat's sums, and moves the pixel on.
__device__ inline void AddPixel(const SplatRecord& record, const PixelAlpha& a, const PixelInputs& inputs,
                                int p, splat::BackwardBlend* blend, SplatSums* sums) {
  float g[plane::kCount];
  for (int k = 0; k < plane::kCount; ++k) g[k] = inputs.gradients[k][p];
  const float x = g[0] * record.color[0] + g[1] * record.color[1] + g[2] * record.color[2] +
                  g[plane::kDepth] * DepthAt(record.splat, a.at) + g[plane::kSilhouette];
  const float weight = a.alpha * blend->transmittance;
  const float gradient_alpha = blend->Next(a.alpha, x);
  if (!a.bounded) AddExponentGradient(a.at, -0.5f * a.alpha * gradient_alpha, sums);
  for (int channel = 0; channel < 3; ++channel) sums->color[channel] += weight * g[channel];
  sums->depth += weight * g[plane::kDepth];
}

/// Where the last of the tile's pixels stops.
__device__ inline int LastStop(const PixelInputs& inputs, int lane) {
  int last = 0;
  for (int p = lane; p < kTilePixels; p += kWarpSize) last = inputs.stop[p] > last ? inputs.stop[p] : last;
  for (int step = kWarpSize / 2; step > 0; step /= 2) {
    const int other = __shfl_xor_sync(kWholeWarp, last, step);
    last = other > last ? other : last;
  }
  return last;
}

/// A block a group of buckets of one tile, a warp a bucket, a lane a splat (cf. Taming 3DGS, Mallick et al.,
/// 2024). Pixels pass through the lanes one after the other: in each step a pixel goes on to the next splat
/// with what is left of its light, so that a splat's sums stay in the registers of one lane.
__global__ void __launch_bounds__(kGroupSize)
    BackwardTilesKernel(SplatLists lists, RenderTrace trace, const float* plane_gradients, SplatSums* sums) {
  __shared__ PixelInputs inputs;
  const int64_t group = blockIdx.x;
  const int tiles = lists.tiles_u * lists.tiles_v;
  if (group >= trace.first_group[tiles]) return;
  const int tile = TileOfGroup(trace.first_group, tiles, group);
  LoadPixels(lists, trace, plane_gradients, tile, &inputs);
  __syncthreads();

  const int warp = static_cast<int>(threadIdx.x) / kWarpSize,
            lane = static_cast<int>(threadIdx.x) % kWarpSize;
  const int bucket = static_cast<int>(group - trace.first_group[tile]) * kBucketsAGroup + warp;
  const int place = bucket * kBucketSize + lane;  // in the tile's list
  const uint32_t first = lists.tile_begin[tile];
  const int count = static_cast<int>(lists.tile_begin[tile + 1] - first);
  const bool has_splat = place < count;
  const SplatRecord record = has_splat ? lists.splats[lists.tile_splats[first + place]] : SplatRecord{};
  const float* const checkpoint = trace.checkpoints + (trace.first_group[tile] * kBucketsAGroup + bucket) *
                                                          int64_t{kCheckpointPlanes * kTilePixels};
  const float tile_u = static_cast<float>(tile % lists.tiles_u * splat::kTileSize);
  const float tile_v = static_cast<float>(tile / lists.tiles_u * splat::kTileSize);

  SplatSums sum = {};
  splat::BackwardBlend blend{0.0f, 0.0f};
  const int steps = bucket * kBucketSize < LastStop(inputs, lane) ? kTilePixels + kWarpSize - 1 : 0;
  for (int step = 0; step < steps; ++step) {
    blend.remaining = __shfl_up_sync(kWholeWarp, blend.remaining, 1);
    blend.transmittance = __shfl_up_sync(kWholeWarp, blend.transmittance, 1);
    const int p = step - lane;
    const bool walks = p >= 0 && p < kTilePixels && place < inputs.stop[p];
    if (!walks) continue;
    if (lane == 0) blend = StartAt(inputs, checkpoint, p);
    const PixelAlpha a = AlphaAt(record.splat, tile_u + static_cast<float>(p % splat::kTileSize),
                                 tile_v + static_cast<float>(p / splat::kTileSize));
    if (a.alpha >= lists.min_alpha) AddPixel(record, a, inputs, p, &blend, &sum);
  }
  if (has_splat) sums[lists.tile_instances[first + place]] = sum;
}

}  // namespace

const SplatSums* TileBackward::Sum(const SplatLists& lists, const RenderTrace& trace,
                                   const float* plane_gradients) {
  sums_.Reserve(lists.instances);
  Launch(stream_, static_cast<unsigned>(trace.max_groups), kGroupSize, BackwardTilesKernel, lists, trace,
         plane_gradients, sums_.data());
  return sums_.data();
}

}  // namespace isogs::cuda
