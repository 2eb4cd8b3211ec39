// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "shared/cuda/kernel.h"
#include "shared/geometry/pinhole.h"
#include "slam/tracking/cuda/device_alignment.h"

namespace isogs::cuda {
namespace {

using splat::Vec3;

constexpr int kThreads = 128;
constexpr int kPixelsAThread = 8;
constexpr int kAdvanceThreads = 512;

/// The sums' columns.
constexpr int kHessian = 0;  // 21
constexpr int kGradient = 21;
constexpr int kDepthSquares = 27;
constexpr int kIntensitySquares = 28;
constexpr int kCompared = 29;
constexpr int kInliers = 30;
constexpr int kDepthBelow = 31;
constexpr int kIntensityBelow = kDepthBelow + kMedianBins;
constexpr int kVisible = kIntensityBelow + kMedianBins;
constexpr int kSeenThrough = kVisible + 1;
constexpr int kAgreeing = kSeenThrough + 1;
constexpr int kGreys = kAgreeing + 1;  // 5, as GreySums
constexpr int kSums = kGreys + 5;
// An odd stride, so that neither a row of them a thread nor columns side by side meet in a memory bank.
static_assert(kSums % 2 == 1);

/// A frame's grey at a place, and its change a pixel.
struct GreySample {
  float value, dx, dy;
};

__device__ GreySample SampleGrey(const FramePlanes& frame, float u, float v) {
  const int x = static_cast<int>(u), y = static_cast<int>(v);
  const float ax = u - static_cast<float>(x), ay = v - static_cast<float>(y);
  const int64_t at = frame.At(x, y);
  const uint32_t upper = frame.grey_pairs[at], lower = frame.grey_pairs[at + frame.stride];
  const auto a = static_cast<float>(upper & 0xffffu), b = static_cast<float>(upper >> 16);
  const auto c = static_cast<float>(lower & 0xffffu), d = static_cast<float>(lower >> 16);
  const float top = ax * (b - a) + a, bottom = ax * (d - c) + c;
  constexpr float kUnpack = 1.0f / kPackedOne;
  return {kUnpack * (ay * (bottom - top) + top), kUnpack * (ay * ((d - c) - (b - a)) + (b - a)),
          kUnpack * (bottom - top)};
}

__device__ float HuberWeight(float residual, float huber) {
  const float size = std::abs(residual);
  return huber / (size > huber ? size : huber);
}

/// Adds the row [g, p x g] of the Jacobian with residual r and weight w.
__device__ void AddRow(const Vec3& g, const Vec3& p, float r, float w, float (&sums)[kSums]) {
  const Vec3 m = splat::Cross(p, g);
  const float j[6] = {g.x, g.y, g.z, m.x, m.y, m.z};
  int k = 0;
#pragma unroll
  for (int a = 0; a < 6; ++a) {
    const float wj = w * j[a];
    sums[kGradient + a] += wj * r;
#pragma unroll
    for (int b = a; b < 6; ++b, ++k) sums[kHessian + k] += wj * j[b];
  }
}

__device__ void AddGreys(float view, float frame, float w, float (&sums)[kSums]) {
  const float values[5] = {w, w * view, w * frame, w * view * view, w * view * frame};
#pragma unroll
  for (int k = 0; k < 5; ++k) sums[kGreys + k] += values[k];
}

/// Counts a pixel with residuals of depth and grey in sigmas.
__device__ void Count(float depth, float intensity, float (&sums)[kSums]) {
  sums[kCompared] += 1.0f;
#pragma unroll
  for (int k = 0; k < kMedianBins; ++k) {
    if (std::abs(depth) < MedianThreshold(k)) sums[kDepthBelow + k] += 1.0f;
    if (std::abs(intensity) < MedianThreshold(k)) sums[kIntensityBelow + k] += 1.0f;
  }
}

__device__ void AddPixel(const ViewPlanes& view, const FramePlanes& frame, const AlignmentStep& step, int x,
                         int y, float (&sums)[kSums]) {
  const int64_t pixel = view.At(x, y);
  const float z = view.depth_m[pixel];
  if (!(z > 0.0f)) return;
  const float inverse_fx = 1.0f / view.fx, inverse_fy = 1.0f / view.fy;
  const splat::Mat3 rotation = splat::MakeMat3(step.rotation);
  const Vec3 in_view = {z * ((static_cast<float>(x) - view.cx) * inverse_fx),
                        z * ((static_cast<float>(y) - view.cy) * inverse_fy), z};
  const Vec3 p = rotation * in_view + splat::LoadVec3(step.translation);
  if (!(p.z > kNearPlane_m)) return;
  const float inverse_z = 1.0f / p.z;
  const auto [u, v] = ProjectByInverse(view, p.x, p.y, inverse_z);
  const auto last_x = static_cast<float>(view.width - 1), last_y = static_cast<float>(view.height - 1);
  if (!(u >= 0.0f && u < last_x && v >= 0.0f && v < last_y)) return;
  // Depth: the frame's nearest pixel, as a point on its own ray, against the view's plane.
  const int nearest_x = static_cast<int>(u + 0.5f), nearest_y = static_cast<int>(v + 0.5f);
  const float depth = frame.depth_m[frame.At(nearest_x, nearest_y)];
  if (!(depth > 0.0f)) return;
  sums[kVisible] += 1.0f;
  if (depth - p.z >= step.max_distance_m) sums[kSeenThrough] += 1.0f;
  if (!(std::abs(depth - p.z) < step.max_distance_m)) return;
  const Vec3 q = {depth * ((static_cast<float>(nearest_x) - view.cx) * inverse_fx),
                  depth * ((static_cast<float>(nearest_y) - view.cy) * inverse_fy), depth};
  const Vec3 normal = {view.normal[0][pixel], view.normal[1][pixel], view.normal[2][pixel]};
  const Vec3 n = step.depth_scale * (rotation * normal);
  const float e = splat::Dot(n, {p.x - q.x, p.y - q.y, p.z - q.z});
  const float depth_weight = HuberWeight(e, step.huber);
  // Colour.
  const GreySample grey = SampleGrey(frame, u, v);
  const float view_grey = view.grey[pixel];
  const float gx = 0.5f * (step.gain * view.gradient[0][pixel] + grey.dx);
  const float gy = 0.5f * (step.gain * view.gradient[1][pixel] + grey.dy);
  const float difference = grey.value - (step.gain * view_grey + step.bias);
  const float ei = difference * step.intensity_scale;
  const float to_z = step.intensity_scale * inverse_z;
  const float jx = gx * view.fx * to_z, jy = gy * view.fy * to_z;
  const float jz = -inverse_z * (jx * p.x + jy * p.y);
  const float grey_weight = HuberWeight(ei, step.huber);
  const float far_weight = RegionalWeight(z, step.regional);
  AddRow({jx, jy, jz}, p, ei, far_weight * step.intensity_weight * grey_weight, sums);
  // What differs in colour is another surface, too.
  const float same_surface = HuberWeight(difference, kAgreeingGrey);
  AddRow(n, q, e, far_weight * depth_weight * same_surface * same_surface, sums);
  const float trust = depth_weight * grey_weight * grey_weight;
  AddGreys(view_grey, grey.value, trust * trust, sums);
  // Statistics.
  Count(e, ei, sums);
  if (std::abs(e) < step.inlier_distance) {
    const float normal_squared = splat::Dot(n, n);
    sums[kInliers] += 1.0f;
    if (std::abs(difference) < kAgreeingGrey) sums[kAgreeing] += 1.0f;
    sums[kDepthSquares] += e * e / (normal_squared > 1e-20f ? normal_squared : 1e-20f);
    sums[kIntensitySquares] += difference * difference;
  }
}

/// Adds up the columns of `values` [rows, kSums], in the order of the rows within each of a few parts, which
/// are added up in theirs; the first kSums threads of the block write one to `sums` each.
template <int kBlockThreads, typename T>
__device__ void SumColumns(const T* values, int rows, double* sums) {
  constexpr int kParts = kBlockThreads / kSums;
  __shared__ double of_parts[kParts][kSums];
  const int thread = static_cast<int>(threadIdx.x);
  if (thread < kParts * kSums) {
    const int part = thread / kSums, column = thread % kSums;
    double sum = 0.0;
#pragma unroll 8
    for (int row = part; row < rows; row += kParts) sum += values[row * kSums + column];
    of_parts[part][column] = sum;
  }
  __syncthreads();
  if (thread < kSums) {
    double sum = 0.0;
    for (int part = 0; part < kParts; ++part) sum += of_parts[part][thread];
    sums[thread] = sum;
  }
}

/// Adds up the sums of a block's pixels. `sums` [blocks, kSums].
__global__ void __launch_bounds__(kThreads) LinearizeKernel(ViewPlanes view, FramePlanes frame, int level,
                                                            const AlignmentState* state, double* sums) {
  __shared__ float of_threads[kThreads][kSums];
  if (state->IsDoneAt(level)) return;
  const AlignmentStep step = state->step;
  float of_thread[kSums] = {};
  const int pixels = view.width * view.height;
  int pixel = static_cast<int>(blockIdx.x) * kThreads * kPixelsAThread + static_cast<int>(threadIdx.x);
#pragma unroll 1
  for (int i = 0; i < kPixelsAThread && pixel < pixels; ++i, pixel += kThreads) {
    AddPixel(view, frame, step, pixel % view.width, pixel / view.width, of_thread);
  }
#pragma unroll
  for (int k = 0; k < kSums; ++k) of_threads[threadIdx.x][k] = of_thread[k];
  __syncthreads();
  SumColumns<kThreads>(&of_threads[0][0], kThreads, sums + int64_t{blockIdx.x} * kSums);
}

__device__ AlignmentSums ToAlignmentSums(const double* sums) {
  AlignmentSums result;
  for (int k = 0; k < 21; ++k) result.hessian[k] = sums[kHessian + k];
  for (int k = 0; k < 6; ++k) result.gradient[k] = sums[kGradient + k];
  result.depth_squares = sums[kDepthSquares];
  result.intensity_squares = sums[kIntensitySquares];
  const double* greys = sums + kGreys;
  result.greys = {greys[0], greys[1], greys[2], greys[3], greys[4]};
  result.visible = static_cast<int64_t>(sums[kVisible]);
  result.seen_through = static_cast<int64_t>(sums[kSeenThrough]);
  result.compared = static_cast<int64_t>(sums[kCompared]);
  result.agreeing = static_cast<int64_t>(sums[kAgreeing]);
  result.inliers = static_cast<int64_t>(sums[kInliers]);
  for (int k = 0; k < kMedianBins; ++k) {
    result.depth_below[k] = static_cast<int64_t>(sums[kDepthBelow + k]);
    result.intensity_below[k] = static_cast<int64_t>(sums[kIntensityBelow + k]);
  }
  return result;
}

__global__ void StartKernel(AlignmentState start, AlignmentState* state) { *state = start; }

/// One block adds up the rows of all; its first thread makes the step.
__global__ void __launch_bounds__(kAdvanceThreads)
    AdvanceKernel(const double* sums, int rows, int level, const LevelSummary* views, AlignmentState* state) {
  __shared__ double totals[kSums];
  if (state->IsDoneAt(level)) return;
  SumColumns<kAdvanceThreads>(sums, rows, totals);
  __syncthreads();
  if (threadIdx.x != 0) return;
  state->Advance(level, views[level], ToAlignmentSums(totals));
}

}  // namespace

void DeviceAlignment::Start(const AlignmentState& state) {
  Launch(stream_, 1, 1, StartKernel, state, state_.Reserve(1));
}

void DeviceAlignment::Iterate(int level, const DeviceViewPyramid& view, const DeviceFramePyramid& frame) {
  const ViewPlanes& planes = view.levels().level[level];
  const unsigned blocks = BlocksFor(int64_t{planes.width} * planes.height, kThreads * kPixelsAThread);
  double* sums = sums_.Reserve(int64_t{blocks} * kSums);
  Launch(stream_, blocks, kThreads, LinearizeKernel, planes, frame.levels().level[level], level,
         state_.data(), sums);
  Launch(stream_, 1, kAdvanceThreads, AdvanceKernel, sums, static_cast<int>(blocks), level, view.summaries(),
         state_.data());
}

AlignmentState DeviceAlignment::Fetch() {
  AlignmentState state;
  CopyToHost(stream_, &state, state_.data(), sizeof state);
  return state;
}

}  // namespace isogs::cuda
