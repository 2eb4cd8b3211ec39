// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/mapping/adam_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstdint>

#include "shared/core/parallel.h"
#include "slam/mapping/adam_cpu.h"
#include "slam/mapping/bias_correction.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using RowTag = hn::CappedTag<float, column::kStride>;  // a row is one vector or several

constexpr int64_t kPrefetchRows = 8;
/// 1 where a column is used: what stands in the spare ones does not matter.
alignas(64) constexpr float kUsedColumns[column::kStride] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
static_assert(column::kUsed == 14);

void Prefetch(const MutableGaussians& map, int32_t gaussian) {
  const auto row = static_cast<size_t>(gaussian);
  hwy::Prefetch(map.first_moments + row * column::kStride);
  hwy::Prefetch(map.second_moments + row * column::kStride);
  hwy::Prefetch(map.means + 3 * row);
  hwy::Prefetch(map.colors + 3 * row);
  hwy::Prefetch(map.rotations + 4 * row);
  hwy::Prefetch(map.logit_opacities + row);
  hwy::Prefetch(map.log_scales + 3 * row);
  hwy::Prefetch(map.steps + row);
}

bool IsFinite(const float* HWY_RESTRICT gradient) {
  const RowTag d;
  bool finite = true;
  for (int i = 0; i < column::kStride; i += static_cast<int>(hn::Lanes(d))) {
    const auto used = hn::Ne(hn::Load(d, kUsedColumns + i), hn::Zero(d));
    const auto g = hn::IfThenElseZero(used, hn::LoadU(d, gradient + i));
    finite &= hn::AllTrue(d, hn::Le(hn::Abs(g), hn::Set(d, hwy::HighestValue<float>())));
  }
  return finite;
}

/// Updates a row of moments and writes the step to subtract from the parameters.
HWY_INLINE void MomentsAndStep(const float* HWY_RESTRICT gradient, const AdamOptions& options,
                               const BiasCorrection& bias, float* HWY_RESTRICT first_moments,
                               float* HWY_RESTRICT second_moments, float* HWY_RESTRICT step) {
  const RowTag d;
  for (int i = 0; i < column::kStride; i += static_cast<int>(hn::Lanes(d))) {
    const auto used = hn::Ne(hn::Load(d, kUsedColumns + i), hn::Zero(d));
    const auto g = hn::IfThenElseZero(used, hn::LoadU(d, gradient + i));
    const auto first = hn::MulAdd(hn::Set(d, 1.0f - options.beta1), g,
                                  hn::Mul(hn::Set(d, options.beta1), hn::LoadU(d, first_moments + i)));
    const auto second = hn::MulAdd(hn::Set(d, 1.0f - options.beta2), hn::Mul(g, g),
                                   hn::Mul(hn::Set(d, options.beta2), hn::LoadU(d, second_moments + i)));
    hn::StoreU(first, d, first_moments + i);
    hn::StoreU(second, d, second_moments + i);
    const auto rate = hn::Mul(hn::LoadU(d, options.rates + i), hn::Set(d, bias.first));
    const auto root = hn::MulAdd(hn::Sqrt(second), hn::Set(d, bias.root_second), hn::Set(d, options.epsilon));
    hn::Store(hn::Div(hn::Mul(rate, first), root), d, step + i);
  }
}

template <int kCount>
HWY_INLINE void Subtract(const float* HWY_RESTRICT step, float* HWY_RESTRICT values) {
  for (int i = 0; i < kCount; ++i) values[i] -= step[i];
}

void UpdateRows(const GradientRows& gradients, int64_t begin, int64_t end, const AdamOptions& options,
                const BiasCorrections& corrections, const MutableGaussians& map) {
  for (int64_t k = begin; k < end; ++k) {
    if (k + kPrefetchRows < end) Prefetch(map, gradients.gaussians[k + kPrefetchRows]);
    const float* gradient = gradients.values + k * column::kStride;
    if (!IsFinite(gradient)) continue;
    const auto row = static_cast<size_t>(gradients.gaussians[k]);
    const BiasCorrection bias = corrections.At(++map.steps[row]);
    HWY_ALIGN float step[column::kStride];
    MomentsAndStep(gradient, options, bias, map.first_moments + row * column::kStride,
                   map.second_moments + row * column::kStride, step);
    Subtract<3>(step + column::kMean, map.means + 3 * row);
    Subtract<3>(step + column::kColor, map.colors + 3 * row);
    Subtract<4>(step + column::kRotation, map.rotations + 4 * row);
    Subtract<1>(step + column::kLogitOpacity, map.logit_opacities + row);
    float* log_scales = map.log_scales + 3 * row;
    Subtract<3>(step + column::kLogScale, log_scales);
    for (int i = 0; i < 3; ++i) log_scales[i] = std::max(log_scales[i], options.min_log_scale);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {
namespace {

HWY_EXPORT(UpdateRows);

constexpr int64_t kRowGrain = 2048;

class AdamUpdaterCpu : public AdamUpdater {
 public:
  void Update(const GradientRows& gradients, const AdamOptions& options,
              const MutableGaussians& map) override {
    corrections_.SetBetas(options.beta1, options.beta2);
    ParallelFor(gradients.count, kRowGrain, [&](int64_t begin, int64_t end) {
      HWY_DYNAMIC_DISPATCH(UpdateRows)(gradients, begin, end, options, corrections_, map);
    });
  }

 private:
  BiasCorrections corrections_;
};

}  // namespace

std::unique_ptr<AdamUpdater> MakeAdamUpdaterCpu() { return std::make_unique<AdamUpdaterCpu>(); }

}  // namespace isogs
#endif  // HWY_ONCE
