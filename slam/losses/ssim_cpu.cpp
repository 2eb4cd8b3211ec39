// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// One sweep down a band of rows, four rows a step. Input rows go into rings of x, y, x^2 + y^2 and x y (with
// x the image, y the target); these are blurred, down then across, and give four rows of SSIM and of its
// three partial derivatives, which go into rings of their own; four rows of derivatives behind, blurred
// likewise, give the gradient, as in fused-ssim (https://github.com/rahul-goel/fused-ssim). All rows of a
// step are in the level 1 or 2 cache.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/losses/ssim_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>
#include <numeric>

#include "slam/losses/ssim_cpu.h"
#include "slam/losses/ssim_math.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::ScalableTag<float>;
using FloatVec = hn::Vec<FloatTag>;

constexpr int kRadius = ssim::kRadius;
constexpr int kGroup = kSsimRowGroup;
// A ring holds the rows from two above the rows of gradient being made to the newest input row, 13 below
// them.
constexpr int kRingRows = 16;
constexpr size_t kLine = 16;  // floats in a cache line; so many zeros stand on either side of a row

enum Ring { kImage, kTarget, kSquares, kProduct, kByMean, kBySquares, kByProduct, kRingCount };
constexpr int kBlurredMaps = 4;
constexpr int kScratchRows = kRingCount * kRingRows + kBlurredMaps * kGroup + 1;  // and a row of result

/// Where the rows of a scratch lie.
class Rows {
 public:
  Rows(const SsimPlanes& planes, SsimScratch& scratch)
      : width(static_cast<size_t>(planes.width)),
        padded_width((width + kLine - 1) / kLine * kLine),
        stride_(scratch.stride()),
        data_(scratch.data() + kLine) {}

  float* ring(int map, int row) const { return at(map * kRingRows + (row & (kRingRows - 1))); }
  /// Row `row` of 0..3 of a map blurred down the columns. Zero on both sides of [0, width).
  float* blurred(int map, int row) const { return at(kRingCount * kRingRows + map * kGroup + row); }
  float* result() const { return at(kRingCount * kRingRows + kBlurredMaps * kGroup); }

  size_t width;
  size_t padded_width;  // whole vectors on every target

 private:
  float* at(int row) const { return data_ + static_cast<size_t>(row) * stride_; }

  size_t stride_;
  float* data_;
};

void ZeroRow(const Rows& rows, float* row) { std::memset(row, 0, rows.padded_width * sizeof(float)); }

void LoadInputRow(const SsimPlanes& planes, const Rows& rows, int row) {
  if (row < 0 || row >= planes.height) {
    for (int map = kImage; map <= kProduct; ++map) ZeroRow(rows, rows.ring(map, row));
    return;
  }
  float* HWY_RESTRICT image = rows.ring(kImage, row);
  float* HWY_RESTRICT target = rows.ring(kTarget, row);
  float* HWY_RESTRICT squares = rows.ring(kSquares, row);
  float* HWY_RESTRICT product = rows.ring(kProduct, row);
  const size_t offset = static_cast<size_t>(row) * rows.width;
  std::memcpy(image, planes.image + offset, rows.width * sizeof(float));
  std::memcpy(target, planes.target + offset, rows.width * sizeof(float));
  const FloatTag d;
  for (size_t i = 0; i < rows.padded_width; i += hn::Lanes(d)) {
    const FloatVec x = hn::Load(d, image + i);
    const FloatVec y = hn::Load(d, target + i);
    hn::Store(hn::MulAdd(x, x, hn::Mul(y, y)), d, squares + i);
    hn::Store(hn::Mul(x, y), d, product + i);
  }
}

/// Blurs rows [row, row + 4) of a ring down the columns into `blurred`.
HWY_INLINE void BlurDown(const Rows& rows, const ssim::Window& window, int ring, int row, int blurred) {
  constexpr int kInputs = kGroup + 2 * kRadius;
  const float* HWY_RESTRICT input[kInputs];
  for (int r = 0; r < kInputs; ++r) input[r] = rows.ring(ring, row - kRadius + r);
  float* HWY_RESTRICT output[kGroup];
  for (int r = 0; r < kGroup; ++r) output[r] = rows.blurred(blurred, r);
  const FloatTag d;
  for (size_t i = 0; i < rows.padded_width; i += hn::Lanes(d)) {
    FloatVec v[kInputs];
    HWY_UNROLL(kInputs)
    for (int r = 0; r < kInputs; ++r) v[r] = hn::Load(d, input[r] + i);
    HWY_UNROLL(kGroup)
    for (int r = 0; r < kGroup; ++r) {
      FloatVec sum = hn::Mul(v[r + kRadius], hn::Set(d, window.taps[0]));
      HWY_UNROLL(kRadius)
      for (int k = 1; k <= kRadius; ++k) {
        sum = hn::MulAdd(hn::Add(v[r + kRadius - k], v[r + kRadius + k]), hn::Set(d, window.taps[k]), sum);
      }
      hn::Store(sum, d, output[r] + i);
    }
  }
}

/// The blur across the row at `center`.
HWY_INLINE FloatVec BlurAcross(FloatTag d, const ssim::Window& window, const float* HWY_RESTRICT center) {
#if HWY_TARGET == HWY_SCALAR
  FloatVec sum = hn::Mul(hn::Load(d, center), hn::Set(d, window.taps[0]));
  for (int k = 1; k <= kRadius; ++k) {
    const FloatVec pair = hn::Add(hn::LoadU(d, center - k), hn::LoadU(d, center + k));
    sum = hn::MulAdd(pair, hn::Set(d, window.taps[k]), sum);
  }
  return sum;
#else
  // Most loads off the center cross a cache line; lanes 1 to 3 away are shifted in from blocks of four
  // instead.
  const FloatVec middle = hn::Load(d, center);
  const FloatVec left = hn::LoadU(d, center - 4);
  const FloatVec right = hn::LoadU(d, center + 4);
  FloatVec sum = hn::Mul(middle, hn::Set(d, window.taps[0]));
  const auto add = [&](FloatVec a, FloatVec b, int tap)
                       HWY_ATTR { sum = hn::MulAdd(hn::Add(a, b), hn::Set(d, window.taps[tap]), sum); };
  add(hn::CombineShiftRightLanes<3>(d, middle, left), hn::CombineShiftRightLanes<1>(d, right, middle), 1);
  add(hn::CombineShiftRightLanes<2>(d, middle, left), hn::CombineShiftRightLanes<2>(d, right, middle), 2);
  add(hn::CombineShiftRightLanes<1>(d, middle, left), hn::CombineShiftRightLanes<3>(d, right, middle), 3);
  add(left, right, 4);
  add(hn::LoadU(d, center - 5), hn::LoadU(d, center + 5), 5);
  return sum;
#endif
}

struct SsimTerms {
  FloatVec ssim;
  FloatVec by_mean;  // its derivatives to the blurred x, x^2 + y^2 and x y
  FloatVec by_squares;
  FloatVec by_product;
};

/// SSIM = a1 a2 / (b1 b2). Only the sum of the two variances occurs, so that x^2 and y^2 share one map.
HWY_INLINE SsimTerms SsimOfBlurred(FloatTag d, FloatVec mean_x, FloatVec mean_y, FloatVec mean_squares,
                                   FloatVec mean_product) {
  const FloatVec c1 = hn::Set(d, ssim::kC1);
  const FloatVec c2 = hn::Set(d, ssim::kC2);
  const FloatVec two = hn::Set(d, 2.0f);
  const FloatVec mean_xy = hn::Mul(mean_x, mean_y);
  const FloatVec mean_xx_yy = hn::MulAdd(mean_x, mean_x, hn::Mul(mean_y, mean_y));
  const FloatVec a1 = hn::MulAdd(two, mean_xy, c1);
  const FloatVec a2 = hn::MulAdd(two, hn::Sub(mean_product, mean_xy), c2);
  const FloatVec b1 = hn::Add(mean_xx_yy, c1);
  const FloatVec b2 = hn::Add(hn::Sub(mean_squares, mean_xx_yy), c2);
  const FloatVec inverse = hn::Div(hn::Set(d, 1.0f), hn::Mul(b1, b2));
  const FloatVec twice_inverse = hn::Mul(two, inverse);
  SsimTerms terms;
  terms.ssim = hn::Mul(hn::Mul(a1, a2), inverse);
  const FloatVec through_y = hn::Mul(mean_y, hn::Sub(a2, a1));
  const FloatVec through_x = hn::Mul(hn::Mul(mean_x, terms.ssim), hn::Sub(b2, b1));
  terms.by_mean = hn::Mul(twice_inverse, hn::Sub(through_y, through_x));
  terms.by_squares = hn::Neg(hn::Mul(terms.ssim, hn::Mul(b1, inverse)));
  terms.by_product = hn::Mul(twice_inverse, a1);
  return terms;
}

/// Makes the derivatives of row `row` from row `group_row` of the blurred maps. Returns the row's sum of
/// SSIM.
double SsimRow(const Rows& rows, const ssim::Window& window, int row, int group_row) {
  const float* HWY_RESTRICT image = rows.blurred(kImage, group_row);
  const float* HWY_RESTRICT target = rows.blurred(kTarget, group_row);
  const float* HWY_RESTRICT squares = rows.blurred(kSquares, group_row);
  const float* HWY_RESTRICT product = rows.blurred(kProduct, group_row);
  float* HWY_RESTRICT by_mean = rows.ring(kByMean, row);
  float* HWY_RESTRICT by_squares = rows.ring(kBySquares, row);
  float* HWY_RESTRICT by_product = rows.ring(kByProduct, row);
  const FloatTag d;
  FloatVec sum = hn::Zero(d);
  for (size_t i = 0; i < rows.padded_width; i += hn::Lanes(d)) {
    const SsimTerms terms =
        SsimOfBlurred(d, BlurAcross(d, window, image + i), BlurAcross(d, window, target + i),
                      BlurAcross(d, window, squares + i), BlurAcross(d, window, product + i));
    const auto inside = hn::FirstN(d, rows.width - std::min(rows.width, i));
    sum = hn::Add(sum, hn::IfThenElseZero(inside, terms.ssim));
    hn::Store(terms.by_mean, d, by_mean + i);
    hn::Store(terms.by_squares, d, by_squares + i);
    hn::Store(terms.by_product, d, by_product + i);
  }
  for (float* derivative : {by_mean, by_squares, by_product}) {
    std::fill(derivative + rows.width, derivative + rows.padded_width, 0.0f);
  }
  HWY_ALIGN float lanes[hn::MaxLanes(d)];
  hn::Store(sum, d, lanes);
  return std::accumulate(lanes, lanes + hn::Lanes(d), 0.0);
}

/// Adds `scale` times the gradient of row `row` from row `group_row` of the blurred derivatives.
void GradientRow(const Rows& rows, const ssim::Window& window, int row, int group_row, float scale,
                 float* HWY_RESTRICT gradient) {
  const float* HWY_RESTRICT by_mean = rows.blurred(0, group_row);
  const float* HWY_RESTRICT by_squares = rows.blurred(1, group_row);
  const float* HWY_RESTRICT by_product = rows.blurred(2, group_row);
  const float* HWY_RESTRICT image = rows.ring(kImage, row);
  const float* HWY_RESTRICT target = rows.ring(kTarget, row);
  float* HWY_RESTRICT result = rows.result();
  const FloatTag d;
  const FloatVec scale_vec = hn::Set(d, scale);
  for (size_t i = 0; i < rows.padded_width; i += hn::Lanes(d)) {
    const FloatVec x = hn::Load(d, image + i);
    const FloatVec y = hn::Load(d, target + i);
    FloatVec sum = BlurAcross(d, window, by_mean + i);
    sum = hn::MulAdd(hn::Add(x, x), BlurAcross(d, window, by_squares + i), sum);
    sum = hn::MulAdd(y, BlurAcross(d, window, by_product + i), sum);
    hn::Store(hn::Mul(sum, scale_vec), d, result + i);
  }
  for (size_t i = 0; i < rows.width; ++i) gradient[i] += result[i];
}

double AddBand(const SsimPlanes& planes, int row_begin, int row_end, float scale, SsimScratch& scratch,
               float* gradient) {
  const Rows rows(planes, scratch);
  const ssim::Window window = ssim::MakeWindow();
  // Derivatives of rows [row, row + 4) need input rows up to row + 3 + 5; gradients need derivatives up to
  // 5 rows below them, so they follow 5 rows behind.
  constexpr int kWarmUp = 3 * kGroup;
  int next_input = row_begin - kWarmUp;
  double sum = 0.0;
  for (int row = row_begin - kWarmUp + kRadius; row - kRadius < row_end; row += kGroup) {
    for (; next_input < row + kGroup + kRadius; ++next_input) LoadInputRow(planes, rows, next_input);
    for (int map = kImage; map <= kProduct; ++map) BlurDown(rows, window, map, row, map);
    for (int k = 0; k < kGroup; ++k) {
      if (row + k < 0 || row + k >= planes.height) {
        for (int map = kByMean; map <= kByProduct; ++map) ZeroRow(rows, rows.ring(map, row + k));
        continue;
      }
      if (row + k < row_begin - kRadius) continue;  // no gradient of the band needs it
      const double row_sum = SsimRow(rows, window, row + k, k);
      if (row + k >= row_begin && row + k < row_end) sum += row_sum;
    }
    const int gradient_row = row - kRadius;
    if (gradient_row < row_begin) continue;
    for (int map = 0; map < 3; ++map) BlurDown(rows, window, kByMean + map, gradient_row, map);
    for (int k = 0; k < std::min(kGroup, row_end - gradient_row); ++k) {
      GradientRow(rows, window, gradient_row + k, k, scale,
                  gradient + static_cast<size_t>(gradient_row + k) * rows.width);
    }
  }
  return sum;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {
HWY_EXPORT(AddBand);

void SsimScratch::Resize(int width) {
  if (width == width_) return;
  constexpr size_t kLine = HWY_NAMESPACE::kLine;
  const size_t lines = (static_cast<size_t>(width) + kLine - 1) / kLine + 2;  // with one on either side
  const size_t stride = (lines | 1) * kLine;
  const size_t size = HWY_NAMESPACE::kScratchRows * stride;
  data_ = MakeAlignedArray<float>(size);
  std::fill_n(data_.get(), size, 0.0f);  // what lies beside the rows stays zero
  width_ = width;
  stride_ = stride;
}

double AddSsimBand(const SsimPlanes& planes, int row_begin, int row_end, float scale, SsimScratch& scratch,
                   float* gradient) {
  scratch.Resize(planes.width);
  return HWY_DYNAMIC_DISPATCH(AddBand)(planes, row_begin, row_end, scale, scratch, gradient);
}

}  // namespace isogs
#endif  // HWY_ONCE
