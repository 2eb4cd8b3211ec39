// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/kernel.h"
#include "slam/losses/iso_cuda.h"
#include "slam/losses/iso_math.h"

namespace isogs::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kWideBlocks = 512;  // for as many Gaussians as there may be
/// Rows of pixels and samples that a thread looks through alone.
constexpr int kMaxRows = 48;
constexpr int kMaxSamples = 96;

/// Number of samples before the pixel, row by row; 0 <= u <= width.
__device__ inline int RankAt(const DeviceSamples& samples, int u, int v) {
  const SampleWord& word = samples.words[v * samples.words_a_row + u / 64];
  const unsigned long long before = word.pixels & ((1ull << (u % 64)) - 1);
  return word.rank + __popcll(before);
}

/// Calls `visit(sample)` for the samples of the box, every `step`th from the `first`th of each row.
template <typename Visit>
__device__ inline void ForSamples(const DeviceSamples& samples, const iso::BallBox& box, int first, int step,
                                  const Visit& visit) {
  for (int v = box.v.first; v <= box.v.last; ++v) {
    const int end = RankAt(samples, box.u.last + 1, v);
    for (int i = RankAt(samples, box.u.first, v) + first; i < end; i += step) visit(i);
  }
}

__device__ inline splat::Vec3 PointAt(const DeviceSamples& samples, int i) {
  return {samples.x[i], samples.y[i], samples.z[i]};
}

__device__ inline iso::BallBox BoxOf(const IsoWork& work, int64_t gaussian) {
  const float radius = iso::BallRadius(work.map.log_scales + 3 * gaussian, work.support_sigma);
  return iso::BoxOfBall(work.samples.camera, work.samples.cone, work.map.means + 3 * gaussian, radius);
}

/// Whether a warp should look through the box, because it is large and holds many samples.
__device__ inline bool IsWide(const DeviceSamples& samples, const iso::BallBox& box) {
  const int rows = box.v.last - box.v.first + 1;
  if (rows > kMaxRows) return true;
  int count = 0;
  for (int v = box.v.first; v <= box.v.last; ++v) {
    count += RankAt(samples, box.u.last + 1, v) - RankAt(samples, box.u.first, v);
  }
  return count > kMaxSamples;
}

/// Adds the Gaussian's density to samples of the box; returns whether it met any.
__device__ inline bool AddDensity(const IsoWork& work, int64_t gaussian, const iso::BallBox& box, int first,
                                  int step) {
  const iso::Whitened whitened = iso::Whiten(splat::LoadGaussian(work.map, gaussian));
  bool met = false;
  ForSamples(work.samples, box, first, step, [&](int i) {
    const float density =
        whitened.opacity * iso::Evaluate(whitened, PointAt(work.samples, i), work.max_q).value;
    if (!(density > 0.0f)) return;
    atomicAdd(work.density + i, static_cast<unsigned long long>(density * (1.0f / kDensityUnit)));
    met = true;
  });
  return met;
}

__global__ void __launch_bounds__(kThreads)
    MarkReachableKernel(GaussianView map, const ViewCone* cones, int cone_count, float growth, float margin_m,
                        uint8_t* flags) {
  const int64_t i = GlobalThread();
  if (i >= map.count) return;
  const float reach = iso::BallRadius(map.log_scales + 3 * i, growth) + margin_m;
  uint8_t flag = 0;
  for (int c = 0; c < cone_count && flag == 0; ++c) flag = Meets(cones[c], map.means + 3 * i, reach) ? 1 : 0;
  flags[i] = flag;
}

/// A thread a Gaussian.
__global__ void __launch_bounds__(kThreads) AddDensitiesKernel(IsoWork work) {
  const int64_t r = GlobalThread();
  if (r >= work.reachable_count) return;
  const int64_t gaussian = work.reachable == nullptr ? r : work.reachable[r];
  const iso::BallBox box = BoxOf(work, gaussian);
  if (box.u.first > box.u.last || box.v.first > box.v.last) return;
  if (IsWide(work.samples, box)) {
    work.wide[atomicAdd(work.wide_count, 1u)] = static_cast<int32_t>(gaussian);
  } else if (AddDensity(work, gaussian, box, 0, 1)) {
    work.meetings[gaussian] = Meeting::kOfThread;
  }
}

/// Index of the calling warp in the grid, and their number.
__device__ inline unsigned GlobalWarp() { return (blockIdx.x * blockDim.x + threadIdx.x) / kWarpSize; }
__device__ inline unsigned WarpCount() { return gridDim.x * blockDim.x / kWarpSize; }

/// A warp a Gaussian.
__global__ void __launch_bounds__(kThreads) AddWideDensitiesKernel(IsoWork work) {
  for (unsigned w = GlobalWarp(); w < *work.wide_count; w += WarpCount()) {
    const int64_t gaussian = work.wide[w];
    const int lane = static_cast<int>(threadIdx.x) % kWarpSize;
    const bool met = AddDensity(work, gaussian, BoxOf(work, gaussian), lane, kWarpSize);
    if (__any_sync(kWholeWarp, met) && lane == 0) work.meetings[gaussian] = Meeting::kOfWarp;
  }
}

__device__ inline float DensityAt(const IsoWork& work, int64_t sample) {
  return static_cast<float>(static_cast<double>(work.density[sample]) * static_cast<double>(kDensityUnit));
}

__global__ void __launch_bounds__(kThreads) ReadDensitiesKernel(IsoWork work, float* densities) {
  const int64_t i = GlobalThread();
  if (i < work.samples.count) densities[i] = DensityAt(work, i);
}

__global__ void __launch_bounds__(kThreads)
    ResidualSlopesKernel(IsoWork work, float target, float slope, float* slopes, double* block_sums) {
  __shared__ double scratch[kThreads / kWarpSize];
  const int64_t i = GlobalThread();
  double magnitude[1] = {0.0};
  if (i < work.samples.count) {
    const float residual = DensityAt(work, i) - target;
    magnitude[0] = std::abs(static_cast<double>(residual));
    slopes[i] = residual > 0.0f ? slope : (residual < 0.0f ? -slope : 0.0f);
  }
  BlockSums<kThreads>(magnitude, scratch);
  if (threadIdx.x == 0) block_sums[blockIdx.x] = magnitude[0];
}

__device__ inline iso::Sums SumOverSamples(const IsoWork& work, const iso::Whitened& whitened,
                                           const iso::BallBox& box, const float* slopes, int first,
                                           int step) {
  iso::Sums sums;
  ForSamples(work.samples, box, first, step, [&](int i) {
    const iso::Kernel kernel = iso::Evaluate(whitened, PointAt(work.samples, i), work.max_q);
    if (kernel.value > 0.0f) sums.Add(slopes[i] * kernel.value, kernel.u);
  });
  return sums;
}

/// A thread a row.
__global__ void __launch_bounds__(kThreads)
    AddGradientsKernel(IsoWork work, const float* slopes, GradientRows rows) {
  const int64_t row = GlobalThread();
  if (row >= rows.count) return;
  const int64_t gaussian = rows.gaussians[row];
  if (work.meetings[gaussian] != Meeting::kOfThread) return;
  const iso::Whitened whitened = iso::Whiten(splat::LoadGaussian(work.map, gaussian));
  iso::AddToRow(whitened, SumOverSamples(work, whitened, BoxOf(work, gaussian), slopes, 0, 1),
                rows.values + row * column::kStride);
}

/// The Gaussian's row, -1 if it has none.
__device__ inline int64_t FindRow(const GradientRows& rows, int32_t gaussian) {
  int64_t low = 0, high = rows.count;
  while (low < high) {
    const int64_t middle = (low + high) / 2;
    if (rows.gaussians[middle] < gaussian) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < rows.count && rows.gaussians[low] == gaussian ? low : -1;
}

__device__ inline splat::Vec3 WarpSum(const splat::Vec3& v) {
  return {cuda::WarpSum(v.x), cuda::WarpSum(v.y), cuda::WarpSum(v.z)};
}

/// A warp a Gaussian.
__global__ void __launch_bounds__(kThreads)
    AddWideGradientsKernel(IsoWork work, const float* slopes, GradientRows rows) {
  for (unsigned w = GlobalWarp(); w < *work.wide_count; w += WarpCount()) {
    const int32_t gaussian = work.wide[w];
    const int64_t row = FindRow(rows, gaussian);
    if (row < 0 || work.meetings[gaussian] != Meeting::kOfWarp) continue;
    const int lane = static_cast<int>(threadIdx.x) % kWarpSize;
    const iso::Whitened whitened = iso::Whiten(splat::LoadGaussian(work.map, gaussian));
    iso::Sums sums = SumOverSamples(work, whitened, BoxOf(work, gaussian), slopes, lane, kWarpSize);
    sums.one = cuda::WarpSum(sums.one);
    sums.first = WarpSum(sums.first);
    sums.squares = WarpSum(sums.squares);
    sums.mixed = WarpSum(sums.mixed);
    if (lane == 0) iso::AddToRow(whitened, sums, rows.values + row * column::kStride);
  }
}

}  // namespace

void MarkReachable(Stream stream, const GaussianView& map, const ViewCone* cones, int cone_count,
                   float growth, float margin_m, uint8_t* flags) {
  Launch(stream, BlocksFor(map.count, kThreads), kThreads, MarkReachableKernel, map, cones, cone_count,
         growth, margin_m, flags);
}

void AddDensities(Stream stream, const IsoWork& work) {
  Launch(stream, BlocksFor(work.reachable_count, kThreads), kThreads, AddDensitiesKernel, work);
  Launch(stream, kWideBlocks, kThreads, AddWideDensitiesKernel, work);
}

void ReadDensities(Stream stream, const IsoWork& work, float* densities) {
  Launch(stream, BlocksFor(work.samples.count, kThreads), kThreads, ReadDensitiesKernel, work, densities);
}

unsigned ResidualBlocks(int64_t samples) { return BlocksFor(samples, kThreads); }

void ResidualSlopes(Stream stream, const IsoWork& work, float target, float slope, float* slopes,
                    double* block_sums) {
  Launch(stream, ResidualBlocks(work.samples.count), kThreads, ResidualSlopesKernel, work, target, slope,
         slopes, block_sums);
}

void AddIsoGradients(Stream stream, const IsoWork& work, const float* slopes, const GradientRows& rows) {
  Launch(stream, BlocksFor(rows.count, kThreads), kThreads, AddGradientsKernel, work, slopes, rows);
  Launch(stream, kWideBlocks, kThreads, AddWideGradientsKernel, work, slopes, rows);
}

}  // namespace isogs::cuda
