// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/tracking/linearize_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include "slam/tracking/linearize_cpu.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::CappedTag<float, PaddedPlane<float>::kLanes>;
using IntTag = hn::RebindToSigned<FloatTag>;
using V = hn::Vec<FloatTag>;
using VI = hn::Vec<IntTag>;
using M = hn::Mask<FloatTag>;

struct Vector3 {
  V x, y, z;
};

HWY_INLINE V Dot(const Vector3& a, const Vector3& b) {
  return hn::MulAdd(a.x, b.x, hn::MulAdd(a.y, b.y, hn::Mul(a.z, b.z)));
}
HWY_INLINE Vector3 Cross(const Vector3& a, const Vector3& b) {
  return {hn::MulSub(a.y, b.z, hn::Mul(a.z, b.y)), hn::MulSub(a.z, b.x, hn::Mul(a.x, b.z)),
          hn::MulSub(a.x, b.y, hn::Mul(a.y, b.x))};
}
HWY_INLINE Vector3 Rotate(const float* r, const Vector3& p) {
  const FloatTag d;
  const auto row = [&](const float* m) HWY_ATTR {
    return hn::MulAdd(hn::Set(d, m[0]), p.x,
                      hn::MulAdd(hn::Set(d, m[1]), p.y, hn::Mul(hn::Set(d, m[2]), p.z)));
  };
  return {row(r), row(r + 3), row(r + 6)};
}

/// Running sums of one band, in lanes.
class Sums {
 public:
  Sums() {
    for (V& v : hessian_) v = hn::Zero(FloatTag());
    for (V& v : gradient_) v = hn::Zero(FloatTag());
    depth_squares_ = intensity_squares_ = hn::Zero(FloatTag());
    for (V& v : greys_) v = hn::Zero(FloatTag());
  }
  /// Row [g, p x g] of the Jacobian with residual r and weight w, zero outside the pixels that count.
  HWY_INLINE void AddRow(const Vector3& g, const Vector3& p, V r, V w) {
    const Vector3 m = Cross(p, g);
    const V j[6] = {g.x, g.y, g.z, m.x, m.y, m.z};
    int k = 0;
    for (int a = 0; a < 6; ++a) {
      const V wj = hn::Mul(w, j[a]);
      gradient_[a] = hn::MulAdd(wj, r, gradient_[a]);
      for (int b = a; b < 6; ++b, ++k) hessian_[k] = hn::MulAdd(wj, j[b], hessian_[k]);
    }
  }
  void AddSquares(V depth, V intensity) {
    depth_squares_ = hn::Add(depth_squares_, depth);
    intensity_squares_ = hn::Add(intensity_squares_, intensity);
  }
  /// Greys of view and frame with weight w, zero outside the pixels that count.
  HWY_INLINE void AddGreys(V view, V frame, V w) {
    const V weighted_view = hn::Mul(w, view), weighted_frame = hn::Mul(w, frame);
    greys_[0] = hn::Add(greys_[0], w);
    greys_[1] = hn::Add(greys_[1], weighted_view);
    greys_[2] = hn::Add(greys_[2], weighted_frame);
    greys_[3] = hn::MulAdd(weighted_view, view, greys_[3]);
    greys_[4] = hn::MulAdd(weighted_view, frame, greys_[4]);
  }
  void Store(AlignmentSums* sums) const {
    for (int k = 0; k < 21; ++k) sums->hessian[k] = Total(hessian_[k]);
    for (int k = 0; k < 6; ++k) sums->gradient[k] = Total(gradient_[k]);
    sums->depth_squares = Total(depth_squares_);
    sums->intensity_squares = Total(intensity_squares_);
    sums->greys = {Total(greys_[0]), Total(greys_[1]), Total(greys_[2]), Total(greys_[3]), Total(greys_[4])};
  }

 private:
  static double Total(V v) {
    const FloatTag d;
    HWY_ALIGN float lanes[PaddedPlane<float>::kLanes];
    hn::Store(v, d, lanes);
    double total = 0.0;
    for (size_t i = 0; i < hn::Lanes(d); ++i) total += lanes[i];
    return total;
  }
  V hessian_[21], gradient_[6], depth_squares_, intensity_squares_, greys_[5];
};

AlignmentSums LinearizeRows(const ViewLevel& view, const FrameLevel& frame, const AlignmentStep& step,
                            int begin, int end) {
  const FloatTag d;
  const IntTag di;
  const hn::RebindToUnsigned<FloatTag> du;
  const Camera& camera = view.camera;
  const float fx = static_cast<float>(camera.fx), fy = static_cast<float>(camera.fy);
  const float cx = static_cast<float>(camera.cx), cy = static_cast<float>(camera.cy);
  const V vfx = hn::Set(d, fx), vfy = hn::Set(d, fy), vcx = hn::Set(d, cx), vcy = hn::Set(d, cy);
  const V inverse_fx = hn::Set(d, 1.0f / fx), inverse_fy = hn::Set(d, 1.0f / fy);
  const V one = hn::Set(d, 1.0f), half = hn::Set(d, 0.5f), zero = hn::Zero(d);
  const V last_x = hn::Set(d, static_cast<float>(camera.width - 1));
  const V last_y = hn::Set(d, static_cast<float>(camera.height - 1));
  const VI stride = hn::Set(di, frame.depth_m.stride());
  const float* frame_depth = frame.depth_m.row(0);
  const auto* grey_pairs = reinterpret_cast<const int32_t*>(frame.grey_pairs.row(0));
  const float* r = step.rotation;

  Sums sums;
  AlignmentSums result;
  const auto weight = [&](V e) HWY_ATTR {
    const V a = hn::Abs(e);
    const V h = hn::Set(d, step.huber);
    return hn::Div(h, hn::Max(h, a));
  };
  for (int y = begin; y < end; ++y) {
    const float ray_y = (static_cast<float>(y) - cy) / fy;
    for (int x = 0; x < camera.width; x += static_cast<int>(hn::Lanes(d))) {
      const V z = hn::Load(d, view.depth_m.row(y) + x);
      M active = hn::Gt(z, zero);
      if (hn::AllFalse(d, active)) continue;
      const V column = hn::ConvertTo(d, hn::Iota(di, x));
      const Vector3 in_view = {hn::Mul(z, hn::Mul(hn::Sub(column, vcx), inverse_fx)),
                               hn::Mul(z, hn::Set(d, ray_y)), z};
      Vector3 p = Rotate(r, in_view);
      p.x = hn::Add(p.x, hn::Set(d, step.translation[0]));
      p.y = hn::Add(p.y, hn::Set(d, step.translation[1]));
      p.z = hn::Add(p.z, hn::Set(d, step.translation[2]));
      active = hn::And(active, hn::Gt(p.z, hn::Set(d, kNearPlane_m)));
      const V inverse_z = hn::Div(one, hn::Max(p.z, hn::Set(d, kNearPlane_m)));
      V u = hn::MulAdd(hn::Mul(vfx, p.x), inverse_z, vcx);
      V v = hn::MulAdd(hn::Mul(vfy, p.y), inverse_z, vcy);
      active = hn::And(active, hn::And(hn::And(hn::Ge(u, zero), hn::Lt(u, last_x)),
                                       hn::And(hn::Ge(v, zero), hn::Lt(v, last_y))));
      if (hn::AllFalse(d, active)) continue;
      u = hn::IfThenElseZero(active, u);
      v = hn::IfThenElseZero(active, v);
      // Depth: the frame's nearest pixel, as a point on its own ray, against the view's plane.
      const VI ui = hn::ConvertTo(di, hn::Add(u, half));
      const VI vi = hn::ConvertTo(di, hn::Add(v, half));
      const V depth = hn::GatherIndex(d, frame_depth, hn::Add(hn::Mul(vi, stride), ui));
      const V behind = hn::Sub(depth, p.z);
      const V farthest = hn::Set(d, step.max_distance_m);
      active = hn::And(active, hn::Gt(depth, zero));
      result.visible += static_cast<int64_t>(hn::CountTrue(d, active));
      result.seen_through +=
          static_cast<int64_t>(hn::CountTrue(d, hn::And(active, hn::Ge(behind, farthest))));
      active = hn::And(active, hn::Lt(hn::Abs(behind), farthest));
      if (hn::AllFalse(d, active)) continue;
      const Vector3 q = {hn::Mul(depth, hn::Mul(hn::Sub(hn::ConvertTo(d, ui), vcx), inverse_fx)),
                         hn::Mul(depth, hn::Mul(hn::Sub(hn::ConvertTo(d, vi), vcy), inverse_fy)), depth};
      const V scale = hn::Set(d, step.depth_scale);
      const Vector3 normal = {hn::Load(d, view.normal[0].row(y) + x), hn::Load(d, view.normal[1].row(y) + x),
                              hn::Load(d, view.normal[2].row(y) + x)};
      Vector3 n = Rotate(r, normal);
      n = {hn::Mul(n.x, scale), hn::Mul(n.y, scale), hn::Mul(n.z, scale)};
      const V e =
          hn::IfThenElseZero(active, Dot(n, {hn::Sub(p.x, q.x), hn::Sub(p.y, q.y), hn::Sub(p.z, q.z)}));
      const V depth_weight = hn::IfThenElseZero(active, weight(e));
      // Colour.
      const VI x0 = hn::ConvertTo(di, u), y0 = hn::ConvertTo(di, v);
      const V ax = hn::Sub(u, hn::ConvertTo(d, x0)), ay = hn::Sub(v, hn::ConvertTo(d, y0));
      const VI at = hn::Add(hn::Mul(y0, stride), x0);
      const auto upper = hn::BitCast(du, hn::GatherIndex(di, grey_pairs, at));
      const auto lower = hn::BitCast(du, hn::GatherIndex(di, grey_pairs, hn::Add(at, stride)));
      const auto low16 = hn::Set(du, 0xFFFFu);
      const V a = hn::ConvertTo(d, hn::BitCast(di, hn::And(upper, low16)));
      const V b = hn::ConvertTo(d, hn::BitCast(di, hn::ShiftRight<16>(upper)));
      const V c = hn::ConvertTo(d, hn::BitCast(di, hn::And(lower, low16)));
      const V f = hn::ConvertTo(d, hn::BitCast(di, hn::ShiftRight<16>(lower)));
      const V top = hn::MulAdd(ax, hn::Sub(b, a), a), bottom = hn::MulAdd(ax, hn::Sub(f, c), c);
      const V grey = hn::MulAdd(ay, hn::Sub(bottom, top), top);
      const V unpack = hn::Set(d, 1.0f / kPackedOne);
      const V dx = hn::Mul(unpack, hn::MulAdd(ay, hn::Sub(hn::Sub(f, c), hn::Sub(b, a)), hn::Sub(b, a)));
      const V dy = hn::Mul(unpack, hn::Sub(bottom, top));
      const V gain = hn::Set(d, step.gain);
      const V gx = hn::Mul(half, hn::MulAdd(gain, hn::Load(d, view.gradient[0].row(y) + x), dx));
      const V gy = hn::Mul(half, hn::MulAdd(gain, hn::Load(d, view.gradient[1].row(y) + x), dy));
      const V frame_grey = hn::IfThenElseZero(active, hn::Mul(grey, unpack));
      const V view_grey = hn::IfThenElseZero(active, hn::Load(d, view.grey.row(y) + x));
      const V difference =
          hn::IfThenElseZero(active, hn::Sub(frame_grey, hn::MulAdd(gain, view_grey, hn::Set(d, step.bias))));
      const V intensity_scale = hn::Set(d, step.intensity_scale);
      const V ei = hn::Mul(difference, intensity_scale);
      const V to_z = hn::Mul(intensity_scale, inverse_z);
      const V jx = hn::Mul(hn::Mul(gx, vfx), to_z), jy = hn::Mul(hn::Mul(gy, vfy), to_z);
      const V jz = hn::Neg(hn::Mul(inverse_z, hn::MulAdd(jx, p.x, hn::Mul(jy, p.y))));
      const V grey_weight = hn::IfThenElseZero(active, weight(ei));
      const V nearness = hn::Sub(one, hn::Div(one, hn::Max(one, hn::Mul(z, z))));
      const V far_weight = hn::NegMulAdd(hn::Set(d, step.regional), nearness, one);
      const V wi = hn::Mul(far_weight, hn::Mul(hn::Set(d, step.intensity_weight), grey_weight));
      // What differs in colour is another surface, too.
      const V agreeing = hn::Set(d, kAgreeingGrey);
      const V same_surface = hn::Div(agreeing, hn::Max(agreeing, hn::Abs(difference)));
      sums.AddRow(n, q, e, hn::Mul(far_weight, hn::Mul(depth_weight, hn::Mul(same_surface, same_surface))));
      const V trust = hn::Mul(depth_weight, hn::Mul(grey_weight, grey_weight));
      sums.AddGreys(view_grey, frame_grey, hn::Mul(trust, trust));
      sums.AddRow({jx, jy, jz}, p, ei, wi);
      // Statistics.
      const V ae = hn::Abs(e), aei = hn::Abs(ei);
      const M inlier = hn::And(active, hn::Lt(ae, hn::Set(d, step.inlier_distance)));
      result.compared += static_cast<int64_t>(hn::CountTrue(d, active));
      result.inliers += static_cast<int64_t>(hn::CountTrue(d, inlier));
      const M agrees = hn::And(inlier, hn::Lt(hn::Abs(difference), hn::Set(d, kAgreeingGrey)));
      result.agreeing += static_cast<int64_t>(hn::CountTrue(d, agrees));
      for (int k = 0; k < kMedianBins; ++k) {
        const V threshold = hn::Set(d, MedianThreshold(k));
        result.depth_below[k] +=
            static_cast<int64_t>(hn::CountTrue(d, hn::And(active, hn::Lt(ae, threshold))));
        result.intensity_below[k] +=
            static_cast<int64_t>(hn::CountTrue(d, hn::And(active, hn::Lt(aei, threshold))));
      }
      const V normal_squared = hn::Max(Dot(n, n), hn::Set(d, 1e-20f));
      sums.AddSquares(hn::IfThenElseZero(inlier, hn::Div(hn::Mul(e, e), normal_squared)),
                      hn::IfThenElseZero(inlier, hn::Mul(difference, difference)));
    }
  }
  sums.Store(&result);
  return result;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {

HWY_EXPORT(LinearizeRows);

AlignmentSums LinearizeRows(const ViewLevel& view, const FrameLevel& frame, const AlignmentStep& step,
                            int begin, int end) {
  return HWY_DYNAMIC_DISPATCH(LinearizeRows)(view, frame, step, begin, end);
}

}  // namespace isogs
#endif  // HWY_ONCE
