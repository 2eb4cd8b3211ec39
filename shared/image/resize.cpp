// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/resize.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/image/axis_weights.h"
#include "shared/image/convert.h"

namespace isogs {
namespace {

constexpr int64_t kRowsAPiece = 32;

template <typename T>
constexpr float kOne = 1.0f;  // the stored value that stands for 1
template <>
constexpr float kOne<uint8_t> = 255.0f;

/// Rows of 2x2 blocks; `Sum` holds the sum of four values exactly. Kept apart from the loops around it, so
/// that the compiler sees plain restrict pointers and vectorises.
template <typename T, typename Sum>
void HalveRow(const T* __restrict upper, const T* __restrict lower, ptrdiff_t half_width, float divisor,
              float* __restrict half) {
  for (ptrdiff_t x = 0; x < half_width; ++x) {
    const Sum sum = static_cast<Sum>(upper[2 * x] + upper[2 * x + 1] + (lower[2 * x] + lower[2 * x + 1]));
    half[x] = static_cast<float>(sum) / divisor;
  }
}

template <typename T, typename Sum>
void HalveRows(const T* source, int width, int height, float* half) {
  const ptrdiff_t half_width = width / 2;
  const size_t stride = static_cast<size_t>(width);
  ParallelFor(height / 2, kRowsAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const T* row = source + 2 * static_cast<size_t>(y) * stride;
      HalveRow<T, Sum>(row, row + stride, half_width, 4 * kOne<T>, half + y * half_width);
    }
  });
}

/// 1/z, or 0 where z is no depth.
inline float InverseDepth(float depth_m) { return depth_m > 0.0f ? 1.0f / depth_m : 0.0f; }

void HalveDepthRow(const float* __restrict upper, const float* __restrict lower, ptrdiff_t half_width,
                   float* __restrict half) {
  for (ptrdiff_t x = 0; x < half_width; ++x) {
    const float a = InverseDepth(upper[2 * x]), b = InverseDepth(upper[2 * x + 1]);
    const float c = InverseDepth(lower[2 * x]), d = InverseDepth(lower[2 * x + 1]);
    const float nearest = std::max(std::max(a, b), std::max(c, d));
    const float limit = nearest * (1.0f / kSameSurfaceRatio);
    const float sum = ((a >= limit ? a : 0.0f) + (b >= limit ? b : 0.0f)) +
                      ((c >= limit ? c : 0.0f) + (d >= limit ? d : 0.0f));
    const float count = ((a >= limit ? 1.0f : 0.0f) + (b >= limit ? 1.0f : 0.0f)) +
                        ((c >= limit ? 1.0f : 0.0f) + (d >= limit ? 1.0f : 0.0f));
    half[x] = nearest > 0.0f ? count / sum : 0.0f;
  }
}

bool CanHalve(int width, int height, int target_width, int target_height) {
  return width % 2 == 0 && height % 2 == 0 && width / 2 >= target_width && height / 2 >= target_height;
}

/// The mean of means is the mean of all only where blocks are nested.
bool CanHalveColor(int width, int height, int target_width, int target_height) {
  return CanHalve(width, height, target_width, target_height) && width / 2 % target_width == 0 &&
         height / 2 % target_height == 0;
}

template <typename T>
Image<float> HalvedColor(const Image<T>& color) {
  Image<float> half(color.channels(), color.height() / 2, color.width() / 2);
  for (int c = 0; c < color.channels(); ++c) {
    using Sum = std::conditional_t<std::is_same_v<T, uint8_t>, int32_t, float>;
    HalveRows<T, Sum>(color.plane(c).data(), color.width(), color.height(), half.plane(c).data());
  }
  return half;
}

template <typename T>
void AddRow(const T* __restrict source, ptrdiff_t width, float weight, float* __restrict sums) {
  for (ptrdiff_t x = 0; x < width; ++x) sums[x] += weight * static_cast<float>(source[x]);
}

void SumColumns(const float* source, const AxisWeights& columns, float* target) {
  for (ptrdiff_t x = 0; x < columns.size(); ++x) {
    const float* first = source + columns.first[static_cast<size_t>(x)];
    target[x] = std::inner_product(first, first + columns.taps, columns.of(x), 0.0f);
  }
}

/// One plane in one step: sums over the rows that a new row covers (vectorised), then over columns.
template <typename T>
void ResizePlane(const T* source, ptrdiff_t width, const AxisWeights& rows, const AxisWeights& columns,
                 float* target) {
  ParallelFor(rows.size(), kRowsAPiece, [&](int64_t begin, int64_t end) {
    std::vector<float> sums(static_cast<size_t>(width));
    for (int64_t y = begin; y < end; ++y) {
      std::fill(sums.begin(), sums.end(), 0.0f);
      const T* row = source + rows.first[static_cast<size_t>(y)] * width;
      for (ptrdiff_t k = 0; k < rows.taps; ++k) {
        AddRow(row + k * width, width, rows.of(y)[k] / kOne<T>, sums.data());
      }
      SumColumns(sums.data(), columns, target + y * columns.size());
    }
  });
}

template <typename T>
Image<float> ResizeColorInOneStep(const Image<T>& color, int width, int height) {
  const AxisWeights rows = AreaWeights(color.height(), height);
  const AxisWeights columns = AreaWeights(color.width(), width);
  Image<float> result(color.channels(), height, width);
  for (int c = 0; c < color.channels(); ++c) {
    ResizePlane(color.plane(c).data(), color.width(), rows, columns, result.plane(c).data());
  }
  return result;
}

/// Harmonic mean of a block of inverse depths (rows `width` apart) that lie near the nearest, weighted by
/// rows and columns. A pixel of weight 0 lies outside the new one.
float BlockDepth(const float* block, ptrdiff_t width, const float* row_weights, ptrdiff_t rows,
                 const float* column_weights, ptrdiff_t columns) {
  float nearest = 0.0f;
  for (ptrdiff_t j = 0; j < rows; ++j) {
    for (ptrdiff_t i = 0; i < columns; ++i) {
      const bool covered = row_weights[j] * column_weights[i] > 0.0f;
      nearest = std::max(nearest, covered ? block[j * width + i] : 0.0f);
    }
  }
  if (nearest <= 0.0f) return 0.0f;
  const float limit = nearest * (1.0f / kSameSurfaceRatio);
  float sum = 0.0f, weights = 0.0f;
  for (ptrdiff_t j = 0; j < rows; ++j) {
    for (ptrdiff_t i = 0; i < columns; ++i) {
      const float inverse = block[j * width + i];
      const float weight = inverse >= limit ? row_weights[j] * column_weights[i] : 0.0f;
      sum += weight * inverse;
      weights += weight;
    }
  }
  return weights / sum;
}

Image<float> ResizeDepthInOneStep(const Image<float>& depth_m, int width, int height) {
  const AxisWeights rows = AffineWeights(depth_m.height(), height);
  const AxisWeights columns = AffineWeights(depth_m.width(), width);
  const ptrdiff_t stride = depth_m.width();
  std::vector<float> inverse(depth_m.values().size());
  std::transform(depth_m.values().begin(), depth_m.values().end(), inverse.begin(), InverseDepth);
  Image<float> result(1, height, width);
  ParallelFor(rows.size(), kRowsAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const float* row = inverse.data() + rows.first[static_cast<size_t>(y)] * stride;
      float* target = result.data() + y * columns.size();
      for (ptrdiff_t x = 0; x < columns.size(); ++x) {
        const float* block = row + columns.first[static_cast<size_t>(x)];
        target[x] = BlockDepth(block, stride, rows.of(y), rows.taps, columns.of(x), columns.taps);
      }
    }
  });
  return result;
}

}  // namespace

void HalvePlane(const float* source, int width, int height, float* half) {
  HalveRows<float, float>(source, width, height, half);
}

void HalveDepth(const float* source_m, int width, int height, float* half_m) {
  const ptrdiff_t half_width = width / 2;
  const size_t stride = static_cast<size_t>(width);
  ParallelFor(height / 2, kRowsAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const float* row = source_m + 2 * static_cast<size_t>(y) * stride;
      HalveDepthRow(row, row + stride, half_width, half_m + y * half_width);
    }
  });
}

Image<float> ResizeColor(const Image<float>& color, int width, int height) {
  if (color.width() == width && color.height() == height) return color;
  if (!CanHalveColor(color.width(), color.height(), width, height)) {
    return ResizeColorInOneStep(color, width, height);
  }
  return ResizeColor(HalvedColor(color), width, height);
}

Image<float> ResizeColor(const Image<uint8_t>& color, int width, int height) {
  if (color.width() == width && color.height() == height) return ToFloat(color);
  if (!CanHalveColor(color.width(), color.height(), width, height)) {
    return ResizeColorInOneStep(color, width, height);
  }
  return ResizeColor(HalvedColor(color), width, height);
}

Image<float> ResizeDepth(const Image<float>& depth_m, int width, int height) {
  if (depth_m.width() == width && depth_m.height() == height) return depth_m;
  if (!CanHalve(depth_m.width(), depth_m.height(), width, height)) {
    return ResizeDepthInOneStep(depth_m, width, height);
  }
  Image<float> half(1, depth_m.height() / 2, depth_m.width() / 2);
  HalveDepth(depth_m.data(), depth_m.width(), depth_m.height(), half.data());
  return ResizeDepth(half, width, height);
}

}  // namespace isogs
