// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/kernel.h"
#include "slam/rendering/cuda/tile_kernels.h"

namespace isogs::cuda {
namespace {

using splat::Footprint;
using splat::Gaussian;
using splat::SplatSums;

constexpr int kThreads = 256;
constexpr int kTwist = 6;

/// A splat's instances, in their order.
__device__ inline splat::SplatGradient GradientAt(const SplatLists& lists, const SplatSums* sums,
                                                  int64_t place, const splat::Splat& splat) {
  SplatSums sum = {};
  for (int64_t i = lists.first_instance[place]; i < lists.first_instance[place + 1]; ++i) Add(sums[i], &sum);
  return GradientFromSums(splat, sum);
}

__device__ inline Footprint FootprintOf(const GaussianView& map, const SplatLists& lists, uint32_t index) {
  const Gaussian gaussian = splat::LoadGaussian(map, lists.gaussians[index]);
  return MakeFootprint(gaussian, CameraPoint(lists.camera, gaussian.mean), lists.camera);
}

/// A thread a splat.
__global__ void __launch_bounds__(kThreads)
    GradientRowsKernel(GaussianView map, SplatLists lists, const SplatSums* sums, float* rows) {
  const int64_t place = GlobalThread();
  if (place >= lists.visible) return;
  const uint32_t index = lists.order[place];
  const splat::Splat splat = lists.splats[index].splat;
  float row[column::kStride] = {};
  BackwardGaussian(FootprintOf(map, lists, index), lists.camera, splat, GradientAt(lists, sums, place, splat),
                   row);
  for (int c = 0; c < column::kStride; ++c) rows[int64_t{index} * column::kStride + c] = row[c];
}

__global__ void __launch_bounds__(kThreads)
    TwistKernel(GaussianView map, SplatLists lists, const SplatSums* sums, double* partial) {
  __shared__ double scratch[kThreads / kWarpSize * kTwist];
  const int64_t place = GlobalThread();
  float twist[kTwist] = {};
  if (place < lists.visible) {
    const uint32_t index = lists.order[place];
    BackwardTwist(FootprintOf(map, lists, index), lists.camera,
                  GradientAt(lists, sums, place, lists.splats[index].splat), twist);
  }
  double values[kTwist];
  for (int i = 0; i < kTwist; ++i) values[i] = static_cast<double>(twist[i]);
  BlockSums<kThreads>(values, scratch);
  if (threadIdx.x == 0) {
    for (int i = 0; i < kTwist; ++i) partial[int64_t{blockIdx.x} * kTwist + i] = values[i];
  }
}

}  // namespace

void GradientRowsFromSums(Stream stream, const GaussianView& map, const SplatLists& lists,
                          const SplatSums* sums, float* rows) {
  Launch(stream, BlocksFor(lists.visible, kThreads), kThreads, GradientRowsKernel, map, lists, sums, rows);
}

void PoseKernels::Backward(const GaussianView& map, const SplatLists& lists, const SplatSums* sums,
                           double* twist) {
  const unsigned blocks = BlocksFor(lists.visible, kThreads);
  Launch(algorithms_.stream(), blocks, kThreads, TwistKernel, map, lists, sums,
         partial_.Reserve(int64_t{blocks} * kTwist));
  Total(blocks, kTwist, twist);
}

}  // namespace isogs::cuda
