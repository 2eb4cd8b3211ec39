// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/cuda/tile_walk.h"
#include "slam/rendering/pose_linearization.h"

namespace isogs::cuda {
namespace {

using splat::kPoseSums;

/// A block a tile, a thread a pixel; a row of sums a tile.
__global__ void __launch_bounds__(kTilePixels)
    LinearizeTilesKernel(SplatLists lists, const float* planes, PoseResiduals residuals, double* partial) {
  __shared__ SplatRecord batch[kTilePixels];
  __shared__ float scratch[kTilePixels / kWarpSize * kPoseSums];
  const TilePixel pixel = TilePixel::OfThread(lists.camera);
  const int64_t plane_size = static_cast<int64_t>(lists.camera.width) * lists.camera.height;
  const int64_t at = static_cast<int64_t>(pixel.v) * lists.camera.width + pixel.u;
  splat::PixelResidual residual = {0.0f, 0.0f, 0.0f, 0.0f};
  float values[plane::kCount] = {};
  if (pixel.in_image) {
    residual = {residuals.intensity[at], residuals.intensity_weight[at], residuals.depth_m[at],
                residuals.depth_weight[at]};
    for (int p = 0; p < plane::kCount; ++p) values[p] = planes[p * plane_size + at];
  }
  const bool counts = (residual.intensity_weight != 0.0f || residual.depth_weight != 0.0f) &&
                      values[plane::kSilhouette] > 0.0f;
  splat::ImageGradients gradients{
      {}, {}, {(values[0] + values[1] + values[2]) / 3.0f}, {values[plane::kDepth]}};
  WalkTile(
      lists, pixel, counts, batch, [](int, float) {},
      [&](const SplatRecord& record, const PixelAlpha& a, float) {
        gradients.Add(record.splat, record.color, a.at, a.alpha, a.bounded);
      });
  float sums[kPoseSums] = {};
  if (counts) {
    splat::AddPixel(lists.camera, pixel.u, pixel.v, values[plane::kDepth], values[plane::kSilhouette],
                    gradients, residual, sums);
  }
  __syncthreads();
  BlockSums<kTilePixels>(sums, scratch);
  if (threadIdx.x == 0) {
    const int64_t tile = static_cast<int64_t>(blockIdx.y) * lists.tiles_u + blockIdx.x;
    for (int i = 0; i < kPoseSums; ++i) partial[tile * kPoseSums + i] = static_cast<double>(sums[i]);
  }
}

}  // namespace

void PoseKernels::Total(int64_t rows, int columns, double* sums) {
  algorithms_.SumRows(partial_.data(), rows, columns, total_.Reserve(columns));
  CopyToHost(algorithms_.stream(), sums, total_.data(), static_cast<size_t>(columns) * sizeof(double));
}

PoseSystem PoseKernels::Linearize(const SplatLists& lists, const RenderTrace& trace,
                                  const PoseResiduals& residuals) {
  const dim3 blocks(static_cast<unsigned>(lists.tiles_u), static_cast<unsigned>(lists.tiles_v));
  Launch(algorithms_.stream(), blocks, kTilePixels, LinearizeTilesKernel, lists, trace.planes, residuals,
         partial_.Reserve(int64_t{lists.tiles()} * kPoseSums));
  double sums[kPoseSums];
  Total(lists.tiles(), kPoseSums, sums);
  return splat::MakePoseSystem(sums);
}

}  // namespace isogs::cuda
