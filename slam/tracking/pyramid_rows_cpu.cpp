// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/tracking/pyramid_rows_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <cstddef>

#include "shared/image/resize.h"
#include "slam/rendering/planes.h"
#include "slam/tracking/frame_aligner_math.h"
#include "slam/tracking/pyramid_rows_cpu.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::CappedTag<float, PaddedPlane<float>::kLanes>;
using IntTag = hn::RebindToSigned<FloatTag>;
using OneFloatTag = hn::CappedTag<float, 1>;
using V = hn::Vec<FloatTag>;
using M = hn::Mask<FloatTag>;

/// Calls body(tag, x) for whole vectors of a row, then for the rest one by one.
template <typename Body>
HWY_INLINE void ForEachVector(int width, const Body& body) {
  const FloatTag d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  int x = 0;
  for (; x + lanes <= width; x += lanes) body(d, x);
  for (; x < width; ++x) body(OneFloatTag(), x);
}

/// Stores 1/z and grey where both are sound, zeros elsewhere (NaN compares false).
template <class D>
HWY_INLINE void StorePixel(D d, hn::Vec<D> inverse_depth, hn::Vec<D> grey, float* inverse_depth_out,
                           float* grey_out) {
  const auto colored = hn::Le(hn::Abs(grey), hn::Set(d, kMaxGrey));
  const auto seen =
      hn::And(hn::Gt(inverse_depth, hn::Zero(d)), hn::Lt(inverse_depth, hn::Set(d, kMaxInverseDepth)));
  hn::StoreU(hn::IfThenElseZero(hn::And(seen, colored), inverse_depth), d, inverse_depth_out);
  hn::StoreU(hn::IfThenElseZero(colored, grey), d, grey_out);
}

void ViewRow(const float* planes, float min_silhouette, PyramidLevel& level, int y) {
  const size_t width = static_cast<size_t>(level.camera.width);
  const size_t plane_size = width * static_cast<size_t>(level.camera.height);
  const float* row = planes + static_cast<size_t>(y) * width;
  float* inverse_depth = level.inverse_depth.row(y);
  float* grey = level.grey.row(y);
  ForEachVector(level.camera.width, [&](auto d, int x) HWY_ATTR {
    const float* at = row + x;
    const auto load = [&](int index)
                          HWY_ATTR { return hn::LoadU(d, at + static_cast<size_t>(index) * plane_size); };
    const auto silhouette = load(plane::kSilhouette);
    const auto seen = hn::Gt(silhouette, hn::Set(d, min_silhouette));
    const auto sum = hn::Add(hn::Add(load(plane::kRed), load(plane::kGreen)), load(plane::kBlue));
    const auto shown = hn::Max(silhouette, hn::Set(d, 1e-3f));  // colour is blended with black
    StorePixel(d, hn::IfThenElseZero(seen, hn::Div(silhouette, load(plane::kDepth))),
               hn::Div(sum, hn::Mul(hn::Set(d, 3.0f), shown)), inverse_depth + x, grey + x);
  });
}

void FrameRow(const FrameView& frame, PyramidLevel& level, int y) {
  const size_t plane_size = static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
  const size_t offset = static_cast<size_t>(y) * static_cast<size_t>(frame.width);
  float* inverse_depth = level.inverse_depth.row(y);
  float* grey = level.grey.row(y);
  ForEachVector(level.camera.width, [&](auto d, int x) HWY_ATTR {
    const float* red = frame.color + offset + x;
    const auto sum = hn::Add(hn::Add(hn::LoadU(d, red), hn::LoadU(d, red + plane_size)),
                             hn::LoadU(d, red + 2 * plane_size));
    StorePixel(d, hn::Div(hn::Set(d, 1.0f), hn::LoadU(d, frame.depth_m + offset + x)),
               hn::Mul(sum, hn::Set(d, 1.0f / 3.0f)), inverse_depth + x, grey + x);
  });
}

/// Row y of the next coarser level. Depth as HalveDepth (shared/image/resize.h); grey is the mean of the
/// pixels that have a depth, or of all.
template <bool kGreyWhereDepth>
void HalveRow(const PyramidLevel& fine, PyramidLevel& coarse, int y) {
  const FloatTag d;
  const V zero = hn::Zero(d);
  for (int x = 0; x < coarse.camera.width; x += static_cast<int>(hn::Lanes(d))) {
    V z[4], g[4];
    for (int row = 0; row < 2; ++row) {
      hn::LoadInterleaved2(d, fine.inverse_depth.row(2 * y + row) + 2 * x, z[2 * row], z[2 * row + 1]);
      hn::LoadInterleaved2(d, fine.grey.row(2 * y + row) + 2 * x, g[2 * row], g[2 * row + 1]);
    }
    const V nearest = hn::Max(hn::Max(z[0], z[1]), hn::Max(z[2], z[3]));
    const V limit = hn::Mul(nearest, hn::Set(d, 1.0f / kSameSurfaceRatio));
    V sum = zero, count = zero, grey = zero, grey_count = zero;
    for (int i = 0; i < 4; ++i) {
      const M same = hn::Ge(z[i], limit);
      sum = hn::Add(sum, hn::IfThenElseZero(same, z[i]));
      count = hn::Add(count, hn::IfThenElseZero(same, hn::Set(d, 1.0f)));
      const M counts = hn::Gt(z[i], zero);
      grey = hn::Add(grey, kGreyWhereDepth ? hn::IfThenElseZero(counts, g[i]) : g[i]);
      grey_count = hn::Add(grey_count, hn::IfThenElseZero(counts, hn::Set(d, 1.0f)));
    }
    const M inside = hn::RebindMask(d, hn::Lt(hn::Iota(IntTag(), x), hn::Set(IntTag(), coarse.camera.width)));
    const M seen = hn::And(inside, hn::Gt(nearest, zero));
    hn::Store(hn::IfThenElseZero(seen, hn::Div(sum, count)), d, coarse.inverse_depth.row(y) + x);
    const V mean = kGreyWhereDepth ? hn::Div(grey, hn::Max(grey_count, hn::Set(d, 1.0f)))
                                   : hn::Mul(grey, hn::Set(d, 0.25f));
    hn::Store(hn::IfThenElseZero(inside, mean), d, coarse.grey.row(y) + x);
  }
}

/// Least squares plane through the 1/z of a pixel's surroundings, from pairs of pixels opposite each other:
/// a pair counts if it lies in line with the middle, so that none reaches over an edge.
struct LocalPlane {
  V middle, slope_x, slope_y;  // 1/z, and its change a pixel
  M smooth;                    // all direct neighbours are in line
};

template <int kRadius>
HWY_INLINE LocalPlane FitPlane(const PaddedPlane<float>& inverse_depth, int x, int y) {
  const FloatTag d;
  const V zero = hn::Zero(d);
  LocalPlane plane;
  plane.middle = hn::Load(d, inverse_depth.row(y) + x);
  const V limit = hn::Mul(plane.middle, hn::Set(d, kMaxBend));
  const V twice = hn::Add(plane.middle, plane.middle);
  plane.smooth = hn::Gt(plane.middle, zero);
  V sxx = zero, sxy = zero, syy = zero, sx = zero, sy = zero;
  for (int j = 0; j <= kRadius; ++j) {
    for (int i = j == 0 ? 1 : -kRadius; i <= kRadius; ++i) {
      const V a = hn::LoadU(d, inverse_depth.row(y + j) + x + i);
      const V b = hn::LoadU(d, inverse_depth.row(y - j) + x - i);
      const M in_line = hn::Le(hn::Abs(hn::Sub(hn::Add(a, b), twice)), limit);
      if (j <= 1 && i >= -1 && i <= 1) plane.smooth = hn::And(plane.smooth, in_line);
      const V difference = hn::IfThenElseZero(in_line, hn::Sub(a, b));
      const V one = hn::IfThenElseZero(in_line, hn::Set(d, 1.0f));
      const V vi = hn::Set(d, static_cast<float>(i)), vj = hn::Set(d, static_cast<float>(j));
      sx = hn::MulAdd(vi, difference, sx);
      sy = hn::MulAdd(vj, difference, sy);
      sxx = hn::MulAdd(hn::Set(d, static_cast<float>(i * i)), one, sxx);
      sxy = hn::MulAdd(hn::Set(d, static_cast<float>(i * j)), one, sxy);
      syy = hn::MulAdd(hn::Set(d, static_cast<float>(j * j)), one, syy);
    }
  }
  // A pair's difference is twice i slope_x + j slope_y.
  const V determinant = hn::Sub(hn::Mul(sxx, syy), hn::Mul(sxy, sxy));
  const V scale = hn::Div(hn::Set(d, 0.5f), hn::Max(determinant, hn::Set(d, 1.0f)));
  plane.slope_x = hn::Mul(scale, hn::Sub(hn::Mul(syy, sx), hn::Mul(sxy, sy)));
  plane.slope_y = hn::Mul(scale, hn::Sub(hn::Mul(sxx, sy), hn::Mul(sxy, sx)));
  return plane;
}

template <int kRadius>
ViewRowSums FinishViewRowOf(ViewLevel& level, int y) {
  const FloatTag d;
  const Camera& camera = level.camera;
  const V inverse_fx = hn::Set(d, static_cast<float>(1.0 / camera.fx));
  const V ray_y = hn::Set(d, static_cast<float>((y - camera.cy) / camera.fy));
  V sum = hn::Zero(d);
  size_t usable = 0;
  for (int x = 0; x < camera.width; x += static_cast<int>(hn::Lanes(d))) {
    const LocalPlane plane = FitPlane<kRadius>(level.inverse_depth, x, y);
    // n.p = 1 on the plane, so 1/z = n.ray: nx = fx slope_x, ny = fy slope_y.
    const V column = hn::ConvertTo(d, hn::Iota(IntTag(), x));
    const V ray_x = hn::Mul(hn::Sub(column, hn::Set(d, static_cast<float>(camera.cx))), inverse_fx);
    const V nx = hn::Mul(plane.slope_x, hn::Set(d, static_cast<float>(camera.fx)));
    const V ny = hn::Mul(plane.slope_y, hn::Set(d, static_cast<float>(camera.fy)));
    const V nz = hn::NegMulAdd(nx, ray_x, hn::NegMulAdd(ny, ray_y, plane.middle));
    const V squared = hn::MulAdd(nx, nx, hn::MulAdd(ny, ny, hn::Mul(nz, nz)));
    const V ray_squared = hn::MulAdd(ray_x, ray_x, hn::MulAdd(ray_y, ray_y, hn::Set(d, 1.0f)));
    // Surfaces seen at a grazing angle are noisy, and at rendered edges do not exist.
    const M facing = hn::Ge(hn::Mul(plane.middle, plane.middle),
                            hn::Mul(hn::Set(d, kMinFacing * kMinFacing), hn::Mul(squared, ray_squared)));
    const M has_part = hn::And(plane.smooth, facing);
    const V depth = hn::Div(hn::Set(d, 1.0f), plane.middle);
    const V sigma = hn::MulAdd(hn::Mul(depth, depth), hn::Set(d, 0.5f), hn::Set(d, 0.5f));
    const V scale = hn::Div(hn::Set(d, 1.0f), hn::Mul(hn::Sqrt(squared), sigma));
    hn::Store(hn::IfThenElseZero(has_part, depth), d, level.depth_m.row(y) + x);
    hn::Store(hn::IfThenElseZero(has_part, hn::Mul(nx, scale)), d, level.normal[0].row(y) + x);
    hn::Store(hn::IfThenElseZero(has_part, hn::Mul(ny, scale)), d, level.normal[1].row(y) + x);
    hn::Store(hn::IfThenElseZero(has_part, hn::Mul(nz, scale)), d, level.normal[2].row(y) + x);
    const float* grey = level.grey.row(y) + x;
    const V half = hn::Set(d, 0.5f);
    const V gx = hn::Mul(half, hn::Sub(hn::LoadU(d, grey + 1), hn::LoadU(d, grey - 1)));
    const V gy = hn::Mul(
        half, hn::Sub(hn::LoadU(d, grey + level.grey.stride()), hn::LoadU(d, grey - level.grey.stride())));
    hn::Store(hn::IfThenElseZero(has_part, gx), d, level.gradient[0].row(y) + x);
    hn::Store(hn::IfThenElseZero(has_part, gy), d, level.gradient[1].row(y) + x);
    sum = hn::Add(sum, hn::IfThenElseZero(has_part, plane.middle));
    usable += hn::CountTrue(d, has_part);
  }
  return {static_cast<double>(hn::GetLane(hn::SumOfLanes(d, sum))), static_cast<int64_t>(usable)};
}

ViewRowSums FinishViewRow(ViewLevel& level, int radius, int y) {
  return radius == 1 ? FinishViewRowOf<1>(level, y) : FinishViewRowOf<2>(level, y);
}

void FinishFrameRow(FrameLevel& level, int y) {
  const FloatTag d;
  const hn::RebindToUnsigned<FloatTag> du;
  const V zero = hn::Zero(d), one = hn::Set(d, 1.0f), scale = hn::Set(d, kPackedOne);
  const auto pack = [&](const float* grey) HWY_ATTR {
    const V clamped = hn::Clamp(hn::LoadU(d, grey), zero, one);
    return hn::BitCast(du, hn::NearestInt(hn::Mul(clamped, scale)));
  };
  for (int x = 0; x < level.camera.width; x += static_cast<int>(hn::Lanes(d))) {
    const LocalPlane plane = FitPlane<1>(level.inverse_depth, x, y);
    hn::Store(hn::IfThenElseZero(plane.smooth, hn::Div(one, plane.middle)), d, level.depth_m.row(y) + x);
    const float* grey = level.grey.row(y) + x;
    hn::Store(hn::Or(pack(grey), hn::ShiftLeft<16>(pack(grey + 1))), du, level.grey_pairs.row(y) + x);
  }
}

void HalveViewRow(const PyramidLevel& fine, PyramidLevel& coarse, int y) { HalveRow<true>(fine, coarse, y); }
void HalveFrameRow(const PyramidLevel& fine, PyramidLevel& coarse, int y) {
  HalveRow<false>(fine, coarse, y);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {

HWY_EXPORT(ViewRow);
HWY_EXPORT(FrameRow);
HWY_EXPORT(HalveViewRow);
HWY_EXPORT(HalveFrameRow);
HWY_EXPORT(FinishViewRow);
HWY_EXPORT(FinishFrameRow);

void ViewRow(const float* planes, float min_silhouette, PyramidLevel& level, int y) {
  HWY_DYNAMIC_DISPATCH(ViewRow)(planes, min_silhouette, level, y);
}
void FrameRow(const FrameView& frame, PyramidLevel& level, int y) {
  HWY_DYNAMIC_DISPATCH(FrameRow)(frame, level, y);
}
void HalveViewRow(const PyramidLevel& fine, PyramidLevel& coarse, int y) {
  HWY_DYNAMIC_DISPATCH(HalveViewRow)(fine, coarse, y);
}
void HalveFrameRow(const PyramidLevel& fine, PyramidLevel& coarse, int y) {
  HWY_DYNAMIC_DISPATCH(HalveFrameRow)(fine, coarse, y);
}
ViewRowSums FinishViewRow(ViewLevel& level, int radius, int y) {
  return HWY_DYNAMIC_DISPATCH(FinishViewRow)(level, radius, y);
}
void FinishFrameRow(FrameLevel& level, int y) { HWY_DYNAMIC_DISPATCH(FinishFrameRow)(level, y); }

}  // namespace isogs
#endif  // HWY_ONCE
