// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "shared/cuda/kernel.h"
#include "shared/geometry/pinhole.h"
#include "shared/image/resize.h"
#include "slam/rendering/planes.h"
#include "slam/tracking/cuda/device_pyramid.h"

namespace isogs::cuda {
namespace {

// Blocks are this many pixels wide and high; a thread a pixel.
constexpr int kColumns = 32;
constexpr int kRows = 8;
constexpr int kThreads = kColumns * kRows;
constexpr int kViewSums = 2;  // of a level: usable pixels, their sum of 1/z

struct Pixel {
  __device__ Pixel()
      : x(static_cast<int>(blockIdx.x) * kColumns + static_cast<int>(threadIdx.x) % kColumns),
        y(static_cast<int>(blockIdx.y) * kRows + static_cast<int>(threadIdx.x) / kColumns) {}
  __device__ bool IsIn(const LevelPlanes& level) const { return x < level.width && y < level.height; }
  int x, y;
};

dim3 BlocksOver(const LevelPlanes& level, int levels = 1) {
  return {BlocksFor(level.width, kColumns), BlocksFor(level.height, kRows), static_cast<unsigned>(levels)};
}

/// Stores 1/z and grey where both are sound, zeros elsewhere (NaN compares false).
__device__ void StorePixel(const LevelPlanes& level, const Pixel& at, float inverse_depth, float grey) {
  const bool colored = std::abs(grey) <= kMaxGrey;
  const bool seen = inverse_depth > 0.0f && inverse_depth < kMaxInverseDepth;
  level.inverse_depth[level.At(at.x, at.y)] = seen && colored ? inverse_depth : 0.0f;
  level.grey[level.At(at.x, at.y)] = colored ? grey : 0.0f;
}

__global__ void __launch_bounds__(kThreads)
    LoadViewKernel(const float* planes, float min_silhouette, LevelPlanes level) {
  const Pixel at;
  if (!at.IsIn(level)) return;
  const int64_t size = int64_t{level.width} * level.height;
  const float* pixel = planes + int64_t{at.y} * level.width + at.x;
  const float silhouette = pixel[plane::kSilhouette * size];
  const float sum = pixel[plane::kRed * size] + pixel[plane::kGreen * size] + pixel[plane::kBlue * size];
  const float shown = silhouette > 1e-3f ? silhouette : 1e-3f;  // colour is blended with black
  StorePixel(level, at, silhouette > min_silhouette ? silhouette / pixel[plane::kDepth * size] : 0.0f,
             sum / (3.0f * shown));
}

__global__ void __launch_bounds__(kThreads) LoadFrameKernel(FrameView frame, LevelPlanes level) {
  const Pixel at;
  if (!at.IsIn(level)) return;
  const int64_t size = int64_t{level.width} * level.height;
  const int64_t pixel = int64_t{at.y} * level.width + at.x;
  const float sum = frame.color[pixel] + frame.color[size + pixel] + frame.color[2 * size + pixel];
  StorePixel(level, at, 1.0f / frame.depth_m[pixel], sum * (1.0f / 3.0f));
}

/// A level from the next finer one. Depth as HalveDepth (shared/image/resize.h); grey is the mean of the
/// pixels that have a depth, or of all.
__global__ void __launch_bounds__(kThreads)
    HalveKernel(LevelPlanes fine, bool grey_where_depth, LevelPlanes coarse) {
  const Pixel at;
  if (!at.IsIn(coarse)) return;
  float z[4], grey[4];
  float nearest = 0.0f;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    const int64_t source = fine.At(2 * at.x + i % 2, 2 * at.y + i / 2);
    z[i] = fine.inverse_depth[source];
    grey[i] = fine.grey[source];
    nearest = z[i] > nearest ? z[i] : nearest;
  }
  const float limit = nearest * (1.0f / kSameSurfaceRatio);
  float sum = 0.0f, count = 0.0f, grey_sum = 0.0f, grey_count = 0.0f;
#pragma unroll
  for (int i = 0; i < 4; ++i) {
    if (z[i] >= limit) {
      sum += z[i];
      count += 1.0f;
    }
    if (z[i] > 0.0f || !grey_where_depth) {
      grey_sum += grey[i];
      grey_count += 1.0f;
    }
  }
  const int64_t target = coarse.At(at.x, at.y);
  coarse.inverse_depth[target] = nearest > 0.0f ? sum / count : 0.0f;
  coarse.grey[target] = grey_count > 0.0f ? grey_sum / grey_count : 0.0f;
}

/// Least squares plane through the 1/z of a pixel's surroundings, from pairs of pixels opposite each other:
/// a pair counts if it lies in line with the middle, so that none reaches over an edge.
struct LocalPlane {
  float middle, slope_x, slope_y;  // 1/z, and its change a pixel
  bool smooth;                     // all direct neighbours are in line
};

template <int kRadius>
__device__ LocalPlane FitPlane(const LevelPlanes& level, const Pixel& at) {
  const float* middle = level.inverse_depth + level.At(at.x, at.y);
  LocalPlane plane = {*middle, 0.0f, 0.0f, *middle > 0.0f};
  const float limit = plane.middle * kMaxBend, twice = plane.middle + plane.middle;
  float sxx = 0.0f, sxy = 0.0f, syy = 0.0f, sx = 0.0f, sy = 0.0f;
#pragma unroll
  for (int j = 0; j <= kRadius; ++j) {
#pragma unroll
    for (int i = -kRadius; i <= kRadius; ++i) {
      if (j == 0 && i <= 0) continue;
      const int64_t offset = int64_t{j} * level.stride + i;
      const float a = middle[offset], b = middle[-offset];
      const bool in_line = std::abs(a + b - twice) <= limit;
      if (j <= 1 && i >= -1 && i <= 1) plane.smooth = plane.smooth && in_line;
      const float one = in_line ? 1.0f : 0.0f, difference = in_line ? a - b : 0.0f;
      const auto fi = static_cast<float>(i), fj = static_cast<float>(j);
      sx += fi * difference;
      sy += fj * difference;
      sxx += fi * fi * one;
      sxy += fi * fj * one;
      syy += fj * fj * one;
    }
  }
  // A pair's difference is twice i slope_x + j slope_y.
  const float determinant = sxx * syy - sxy * sxy;
  const float scale = 0.5f / (determinant > 1.0f ? determinant : 1.0f);
  plane.slope_x = scale * (syy * sx - sxy * sy);
  plane.slope_y = scale * (sxx * sy - sxy * sx);
  return plane;
}

/// Writes what alignment reads of a view's pixel. Returns whether the pixel has a part.
__device__ bool FinishViewPixel(const ViewPlanes& level, const Pixel& at, const LocalPlane& plane) {
  // n.p = 1 on the plane, so 1/z = n.ray: nx = fx slope_x, ny = fy slope_y.
  const LineOfSight<float> ray = SightOf(level, static_cast<float>(at.x), static_cast<float>(at.y));
  const float nx = plane.slope_x * level.fx, ny = plane.slope_y * level.fy;
  const float nz = plane.middle - nx * ray.x - ny * ray.y;
  const float squared = nx * nx + ny * ny + nz * nz;
  const float ray_squared = ray.x * ray.x + ray.y * ray.y + 1.0f;
  // Surfaces seen at a grazing angle are noisy, and at rendered edges do not exist.
  const bool has_part =
      plane.smooth && plane.middle * plane.middle >= kMinFacing * kMinFacing * (squared * ray_squared);
  const float depth = has_part ? 1.0f / plane.middle : 0.0f;
  const float sigma = 0.5f * depth * depth + 0.5f;
  const float scale = has_part ? 1.0f / (std::sqrt(squared) * sigma) : 0.0f;
  const int64_t pixel = level.At(at.x, at.y);
  const float* grey = level.grey + pixel;
  level.depth_m[pixel] = depth;
  level.normal[0][pixel] = nx * scale;
  level.normal[1][pixel] = ny * scale;
  level.normal[2][pixel] = nz * scale;
  level.gradient[0][pixel] = has_part ? 0.5f * (grey[1] - grey[-1]) : 0.0f;
  level.gradient[1][pixel] = has_part ? 0.5f * (grey[level.stride] - grey[-level.stride]) : 0.0f;
  return has_part;
}

/// All levels at once, one a layer of blocks. `sums` [blocks of a layer, levels, kViewSums].
__global__ void __launch_bounds__(kThreads) FinishViewKernel(Levels<ViewPlanes> levels, double* sums) {
  __shared__ double scratch[kThreads / kWarpSize * kViewSums];
  const ViewPlanes& level = levels.level[blockIdx.z];
  const Pixel at;
  double of_block[kViewSums] = {};
  if (at.IsIn(level)) {
    const LocalPlane plane =
        blockIdx.z == 0 ? FitPlane<kFinestNormalRadius>(level, at) : FitPlane<1>(level, at);
    if (FinishViewPixel(level, at, plane)) {
      of_block[0] = 1.0;
      of_block[1] = plane.middle;
    }
  }
  BlockSums<kThreads>(of_block, scratch);
  if (threadIdx.x != 0) return;
  double* row = sums + (int64_t{blockIdx.y} * gridDim.x + blockIdx.x) * levels.count * kViewSums;
  for (int k = 0; k < kViewSums; ++k) row[blockIdx.z * kViewSums + k] = of_block[k];
}

/// A block a level. `sums` [rows, levels, kViewSums].
__global__ void __launch_bounds__(kThreads)
    SummarizeKernel(Levels<ViewPlanes> levels, const double* sums, int64_t rows, LevelSummary* summaries) {
  __shared__ double scratch[kThreads / kWarpSize * kViewSums];
  double total[kViewSums] = {};
  for (int64_t row = threadIdx.x; row < rows; row += kThreads) {
    const double* of_block = sums + (row * levels.count + blockIdx.x) * kViewSums;
    for (int k = 0; k < kViewSums; ++k) total[k] += of_block[k];
  }
  BlockSums<kThreads>(total, scratch);
  if (threadIdx.x != 0) return;
  LevelSummary& summary = summaries[blockIdx.x];
  summary.fx = levels.level[blockIdx.x].fx;
  summary.mean_inverse_depth = total[0] > 0.0 ? total[1] / total[0] : 0.0;
  summary.usable = static_cast<int64_t>(total[0]);
}

__device__ uint32_t Pack(float grey) {
  return static_cast<uint32_t>(lrintf(splat::Clamp(grey, 0.0f, 1.0f) * kPackedOne));
}

/// All levels at once, one a layer of blocks.
__global__ void __launch_bounds__(kThreads) FinishFrameKernel(Levels<FramePlanes> levels) {
  const FramePlanes& level = levels.level[blockIdx.z];
  const Pixel at;
  if (!at.IsIn(level)) return;
  const LocalPlane plane = FitPlane<1>(level, at);
  const int64_t pixel = level.At(at.x, at.y);
  level.depth_m[pixel] = plane.smooth ? 1.0f / plane.middle : 0.0f;
  level.grey_pairs[pixel] = Pack(level.grey[pixel]) | Pack(level.grey[pixel + 1]) << 16;
}

template <typename Planes>
void HalveAll(Stream stream, const Levels<Planes>& levels, bool grey_where_depth) {
  for (int i = 1; i < levels.count; ++i) {
    Launch(stream, BlocksOver(levels.level[i]), kThreads, HalveKernel, levels.level[i - 1], grey_where_depth,
           levels.level[i]);
  }
}

void LoadFrame(Stream stream, const FrameView& frame, const LevelPlanes& finest) {
  Launch(stream, BlocksOver(finest), kThreads, LoadFrameKernel, frame, finest);
}

/// Gives each plane its part of the memory: those that both sides have, then a view's or a frame's own.
void SetPlanes(float* memory, int64_t size, ViewPlanes* level) {
  for (float*& plane : level->normal) plane = memory, memory += size;
  for (float*& plane : level->gradient) plane = memory, memory += size;
}
void SetPlanes(float* memory, int64_t /*size*/, FramePlanes* level) {
  static_assert(sizeof(uint32_t) == sizeof(float));
  level->grey_pairs = reinterpret_cast<uint32_t*>(memory);
}

}  // namespace

template <typename Planes>
void LevelMemory<Planes>::Resize(Stream stream, const Camera& camera) {
  if (levels_.count > 0 && camera == camera_) return;
  camera_ = camera;
  levels_.count = 0;
  int64_t total = 0;
  for (const Camera& size : PyramidCameras(camera)) {
    Planes& level = levels_.level[levels_.count++];
    level.width = size.width;
    level.height = size.height;
    level.stride = size.width + 2 * LevelPlanes::kMargin;
    level.fx = static_cast<float>(size.fx);
    level.fy = static_cast<float>(size.fy);
    level.cx = static_cast<float>(size.cx);
    level.cy = static_cast<float>(size.cy);
    total += Planes::kPlanes * int64_t{level.stride} * (level.height + 2 * LevelPlanes::kMargin);
  }
  float* memory = memory_.Reserve(total);
  FillZero(stream, memory, static_cast<size_t>(total) * sizeof(float));
  for (int i = 0; i < levels_.count; ++i) {
    Planes& level = levels_.level[i];
    const int64_t size = int64_t{level.stride} * (level.height + 2 * LevelPlanes::kMargin);
    level.inverse_depth = memory;
    level.grey = memory + size;
    level.depth_m = memory + 2 * size;
    SetPlanes(memory + 3 * size, size, &level);
    memory += Planes::kPlanes * size;
  }
}

void DeviceViewPyramid::Build(const float* planes, const Camera& camera, float min_silhouette) {
  memory_.Resize(stream_, camera);
  const LevelPlanes& finest = levels().level[0];
  Launch(stream_, BlocksOver(finest), kThreads, LoadViewKernel, planes, min_silhouette, finest);
  HalveAll(stream_, levels(), true);
  Finish();
}

void DeviceViewPyramid::Build(const FrameView& frame, const Camera& camera) {
  memory_.Resize(stream_, camera);
  LoadFrame(stream_, frame, levels().level[0]);
  HalveAll(stream_, levels(), false);
  Finish();
}

void DeviceViewPyramid::Finish() {
  const dim3 blocks = BlocksOver(levels().level[0], levels().count);
  const int64_t rows = int64_t{blocks.x} * blocks.y;
  double* sums = sums_.Reserve(rows * levels().count * kViewSums);
  Launch(stream_, blocks, kThreads, FinishViewKernel, levels(), sums);
  Launch(stream_, static_cast<unsigned>(levels().count), kThreads, SummarizeKernel, levels(), sums, rows,
         summaries_.Reserve(kMaxLevels));
}

void DeviceFramePyramid::Build(const FrameView& frame, const Camera& camera) {
  memory_.Resize(stream_, camera);
  const Levels<FramePlanes>& levels = memory_.levels();
  LoadFrame(stream_, frame, levels.level[0]);
  HalveAll(stream_, levels, false);
  Launch(stream_, BlocksOver(levels.level[0], levels.count), kThreads, FinishFrameKernel, levels);
}

}  // namespace isogs::cuda
