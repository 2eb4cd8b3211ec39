// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/losses/pixel_loss_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <numeric>
#include <type_traits>

#include "slam/losses/pixel_loss_cpu.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using FloatTag = hn::ScalableTag<float>;
using OneFloatTag = hn::CappedTag<float, 1>;

constexpr size_t kFlushPixels = 4096;  // summed in float before they go into a double

/// Sum of values that come as vectors, and one by one at the end of a run.
class LaneSum {
 public:
  LaneSum() : vector_(hn::Zero(FloatTag())) {}
  template <class D>
  void Add(D /*d*/, hn::Vec<D> v) {
    if constexpr (std::is_same_v<D, FloatTag>) {
      vector_ = hn::Add(vector_, v);
    } else {
      single_ += hn::GetLane(v);
    }
  }
  double Total() const {
    const FloatTag d;
    HWY_ALIGN float lanes[hn::MaxLanes(FloatTag())];
    hn::Store(vector_, d, lanes);
    return std::accumulate(lanes, lanes + hn::Lanes(d), static_cast<double>(single_));
  }

 private:
  hn::Vec<FloatTag> vector_;
  float single_ = 0.0f;
};

/// Calls body(tag, i) for whole vectors of [begin, end), then for the rest one by one.
template <typename Body>
HWY_INLINE void ForEachVector(size_t begin, size_t end, const Body& body) {
  const FloatTag d;
  size_t i = begin;
  for (; i + hn::Lanes(d) <= end; i += hn::Lanes(d)) body(d, i);
  for (; i < end; ++i) body(OneFloatTag(), i);
}

/// `magnitude` with the sign of v, and zero where v is zero: the subgradient of magnitude |v|.
template <class D>
HWY_INLINE hn::Vec<D> SignedBy(D d, float magnitude, hn::Vec<D> v) {
  return hn::IfThenElseZero(hn::Ne(v, hn::Zero(d)),
                            hn::Xor(hn::Set(d, magnitude), hn::And(v, hn::SignBit(d))));
}

/// Pixels that tracking compares.
template <class D>
HWY_INLINE hn::Mask<D> TrackingMask(D d, const float* planes, const FrameView& frame, size_t plane_size,
                                    float min_silhouette, size_t i) {
  const auto valid = hn::Gt(hn::LoadU(d, frame.depth_m + i), hn::Zero(d));
  const auto opaque =
      hn::Gt(hn::LoadU(d, planes + plane::kSilhouette * plane_size + i), hn::Set(d, min_silhouette));
  return hn::And(valid, opaque);
}

int64_t CountValid(const float* depth_m, size_t count) {
  size_t valid = 0;
  ForEachVector(0, count, [&](auto d, size_t i) HWY_ATTR {
    valid += hn::CountTrue(d, hn::Gt(hn::LoadU(d, depth_m + i), hn::Zero(d)));
  });
  return static_cast<int64_t>(valid);
}

ColorLossSums ColorLoss(const float* image, const float* target, const float* depth_m, size_t count,
                        float scale, float* gradient) {
  ColorLossSums sums;
  for (size_t begin = 0; begin < count; begin += kFlushPixels) {
    LaneSum absolute, squared;
    ForEachVector(begin, std::min(begin + kFlushPixels, count), [&](auto d, size_t i) HWY_ATTR {
      const auto x = hn::LoadU(d, image + i);
      const auto y = hn::LoadU(d, target + i);
      const auto valid = hn::Gt(hn::LoadU(d, depth_m + i), hn::Zero(d));
      const auto error = hn::Sub(x, y);
      hn::StoreU(SignedBy(d, scale, error), d, gradient + i);
      absolute.Add(d, hn::Abs(error));
      const auto shown = hn::Sub(hn::Clamp(x, hn::Zero(d), hn::Set(d, 1.0f)), y);
      squared.Add(d, hn::IfThenElseZero(valid, hn::Mul(shown, shown)));
    });
    sums.absolute += absolute.Total();
    sums.squared_valid += squared.Total();
  }
  return sums;
}

DepthLossSums DepthLoss(const DepthPlanes& rendered, const float* measured_m, size_t count, float scale,
                        float silhouette_scale, const DepthGradients& gradients) {
  DepthLossSums sums;
  for (size_t begin = 0; begin < count; begin += kFlushPixels) {
    LaneSum absolute, silhouettes;
    ForEachVector(begin, std::min(begin + kFlushPixels, count), [&](auto d, size_t i) HWY_ATTR {
      const auto measured = hn::LoadU(d, measured_m + i);
      const auto valid = hn::Gt(measured, hn::Zero(d));
      const auto silhouette = hn::IfThenElseZero(valid, hn::LoadU(d, rendered.silhouette + i));
      const auto error =
          hn::IfThenElseZero(valid, hn::NegMulAdd(silhouette, measured, hn::LoadU(d, rendered.depth_m + i)));
      const auto slope = SignedBy(d, scale, error);
      const auto to_silhouette = hn::NegMulAdd(slope, measured, hn::Set(d, -silhouette_scale));
      hn::StoreU(slope, d, gradients.depth + i);
      hn::StoreU(hn::IfThenElseZero(valid, to_silhouette), d, gradients.silhouette + i);
      absolute.Add(d, hn::Abs(error));
      silhouettes.Add(d, silhouette);
    });
    sums.error_m += absolute.Total();
    sums.silhouette += silhouettes.Total();
  }
  return sums;
}

TrackingLossSums TrackingLoss(const float* planes, const FrameView& frame, size_t plane_size, size_t begin,
                              size_t end, const TrackingLossWeights& weights, float* plane_gradients) {
  TrackingLossSums sums;
  size_t pixels = 0;
  for (size_t from = begin; from < end; from += kFlushPixels) {
    LaneSum depth, color;
    ForEachVector(from, std::min(from + kFlushPixels, end), [&](auto d, size_t i) HWY_ATTR {
      const auto mask = TrackingMask(d, planes, frame, plane_size, weights.min_silhouette, i);
      pixels += hn::CountTrue(d, mask);
      const auto masked_loss = [&](int index, const float* measured, float weight) HWY_ATTR {
        const size_t at = static_cast<size_t>(index) * plane_size + i;
        const auto error =
            hn::IfThenElseZero(mask, hn::Sub(hn::LoadU(d, planes + at), hn::LoadU(d, measured + i)));
        hn::StoreU(SignedBy(d, weight, error), d, plane_gradients + at);
        return hn::Abs(error);
      };
      depth.Add(d, masked_loss(plane::kDepth, frame.depth_m, weights.depth));
      const auto red = masked_loss(plane::kRed, frame.color, weights.color);
      const auto green = masked_loss(plane::kGreen, frame.color + plane_size, weights.color);
      const auto blue = masked_loss(plane::kBlue, frame.color + 2 * plane_size, weights.color);
      color.Add(d, hn::Add(hn::Add(red, green), blue));
      hn::StoreU(hn::Zero(d), d, plane_gradients + plane::kSilhouette * plane_size + i);
    });
    sums.depth_m += depth.Total();
    sums.color += color.Total();
  }
  sums.pixels = static_cast<int64_t>(pixels);
  return sums;
}

/// Huber's weight: 1 / sigma^2 min(1, limit / |r|) with the limit in the residual's unit.
template <class D>
HWY_INLINE hn::Vec<D> HuberWeight(D d, hn::Vec<D> residual, hn::Vec<D> sigma, float huber) {
  const auto limit = hn::Mul(hn::Set(d, huber), sigma);
  const auto beyond = hn::Max(hn::Abs(residual), limit);
  return hn::Div(limit, hn::Mul(hn::Mul(sigma, sigma), beyond));
}

void PixelResiduals(const float* planes, const FrameView& frame, size_t plane_size, size_t begin, size_t end,
                    const ImageLoss::ResidualScales& scales, const WritableResiduals& residuals) {
  ForEachVector(begin, end, [&](auto d, size_t i) HWY_ATTR {
    const auto mask = TrackingMask(d, planes, frame, plane_size, scales.min_silhouette, i);
    const auto color_error = [&](int channel) HWY_ATTR {
      const size_t at = static_cast<size_t>(channel) * plane_size + i;
      return hn::Sub(hn::LoadU(d, planes + at), hn::LoadU(d, frame.color + at));
    };
    const auto sum = hn::Add(hn::Add(color_error(0), color_error(1)), color_error(2));
    const auto intensity = hn::IfThenElseZero(mask, hn::Mul(sum, hn::Set(d, 1.0f / 3.0f)));
    const auto measured = hn::LoadU(d, frame.depth_m + i);
    const auto rendered = hn::LoadU(d, planes + plane::kDepth * plane_size + i);
    const auto depth = hn::IfThenElseZero(mask, hn::Sub(rendered, measured));
    const auto one = hn::Set(d, 1.0f);
    const auto depth_sigma =
        hn::Mul(hn::Set(d, 0.5f * scales.depth_sigma_m), hn::MulAdd(measured, measured, one));
    const auto intensity_weight = HuberWeight(d, intensity, hn::Set(d, scales.intensity_sigma), scales.huber);
    const auto depth_weight = HuberWeight(d, depth, depth_sigma, scales.huber);
    hn::StoreU(intensity, d, residuals.intensity + i);
    hn::StoreU(hn::IfThenElseZero(mask, intensity_weight), d, residuals.intensity_weight + i);
    hn::StoreU(depth, d, residuals.depth_m + i);
    hn::StoreU(hn::IfThenElseZero(mask, depth_weight), d, residuals.depth_weight + i);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {
HWY_EXPORT(CountValid);
HWY_EXPORT(ColorLoss);
HWY_EXPORT(DepthLoss);
HWY_EXPORT(TrackingLoss);
HWY_EXPORT(PixelResiduals);

int64_t CountValid(const float* depth_m, size_t count) {
  return HWY_DYNAMIC_DISPATCH(CountValid)(depth_m, count);
}

ColorLossSums ColorLoss(const float* image, const float* target, const float* depth_m, size_t count,
                        float scale, float* gradient) {
  return HWY_DYNAMIC_DISPATCH(ColorLoss)(image, target, depth_m, count, scale, gradient);
}

DepthLossSums DepthLoss(const DepthPlanes& rendered, const float* measured_m, size_t count, float scale,
                        float silhouette_scale, const DepthGradients& gradients) {
  return HWY_DYNAMIC_DISPATCH(DepthLoss)(rendered, measured_m, count, scale, silhouette_scale, gradients);
}

TrackingLossSums TrackingLoss(const float* planes, const FrameView& frame, size_t plane_size, size_t begin,
                              size_t end, const TrackingLossWeights& weights, float* plane_gradients) {
  return HWY_DYNAMIC_DISPATCH(TrackingLoss)(planes, frame, plane_size, begin, end, weights, plane_gradients);
}

void PixelResiduals(const float* planes, const FrameView& frame, size_t plane_size, size_t begin, size_t end,
                    const ImageLoss::ResidualScales& scales, const WritableResiduals& residuals) {
  HWY_DYNAMIC_DISPATCH(PixelResiduals)(planes, frame, plane_size, begin, end, scales, residuals);
}

}  // namespace isogs
#endif  // HWY_ONCE
