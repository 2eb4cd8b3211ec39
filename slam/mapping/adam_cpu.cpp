// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/mapping/adam_cpu.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
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

constexpr int64_t kBlockRows = 16;
/// 1 where a column is used: what stands in the spare ones does not matter.
alignas(64) constexpr float kUsedColumns[column::kStride] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
static_assert(column::kUsed == 14);

/// Updates a row of moments and writes the step to subtract from the parameters. A gradient that is not
/// finite changes nothing and returns false.
HWY_INLINE bool MomentsAndStep(const float* HWY_RESTRICT gradient, const AdamOptions& options,
                               const BiasCorrection& bias, float* HWY_RESTRICT first_moments,
                               float* HWY_RESTRICT second_moments, float* HWY_RESTRICT step) {
  const RowTag d;
  constexpr size_t kVectors = column::kStride / hn::MaxLanes(d);
  hn::Vec<RowTag> g[kVectors];
  bool finite = true;
  for (size_t k = 0; k < kVectors; ++k) {
    const size_t i = k * hn::MaxLanes(d);
    const auto used = hn::Ne(hn::Load(d, kUsedColumns + i), hn::Zero(d));
    g[k] = hn::IfThenElseZero(used, hn::LoadU(d, gradient + i));
    finite &= hn::AllTrue(d, hn::Le(hn::Abs(g[k]), hn::Set(d, hwy::HighestValue<float>())));
  }
  if (!finite) return false;
  for (size_t k = 0; k < kVectors; ++k) {
    const size_t i = k * hn::MaxLanes(d);
    const auto first = hn::MulAdd(hn::Set(d, 1.0f - options.beta1), g[k],
                                  hn::Mul(hn::Set(d, options.beta1), hn::LoadU(d, first_moments + i)));
    const auto second = hn::MulAdd(hn::Set(d, 1.0f - options.beta2), hn::Mul(g[k], g[k]),
                                   hn::Mul(hn::Set(d, options.beta2), hn::LoadU(d, second_moments + i)));
    hn::StoreU(first, d, first_moments + i);
    hn::StoreU(second, d, second_moments + i);
    const auto rate = hn::Mul(hn::LoadU(d, options.rates + i), hn::Set(d, bias.first));
    const auto root = hn::MulAdd(hn::Sqrt(second), hn::Set(d, bias.root_second), hn::Set(d, options.epsilon));
    hn::Store(hn::Div(hn::Mul(rate, first), root), d, step + i);
  }
  return true;
}

template <size_t kCount>
HWY_INLINE void Subtract(const float* HWY_RESTRICT step, float* HWY_RESTRICT values) {
  const hn::CappedTag<float, kCount> d;
  for (size_t i = 0; i < kCount; i += hn::Lanes(d)) {
    hn::StoreU(hn::Sub(hn::LoadU(d, values + i), hn::LoadU(d, step + i)), d, values + i);
  }
}

/// Three values as two and one: a vector of four would touch the next Gaussian, which another thread may own.
HWY_INLINE void Subtract3(const float* HWY_RESTRICT step, float* HWY_RESTRICT values) {
  Subtract<2>(step, values);
  Subtract<1>(step + 2, values + 2);
}

HWY_INLINE void ApplyStep(const float* HWY_RESTRICT step, float min_log_scale, const MutableGaussians& map,
                          size_t gaussian) {
  Subtract3(step + column::kMean, map.means + 3 * gaussian);
  Subtract3(step + column::kColor, map.colors + 3 * gaussian);
  Subtract<4>(step + column::kRotation, map.rotations + 4 * gaussian);
  Subtract<1>(step + column::kLogitOpacity, map.logit_opacities + gaussian);
  float* log_scales = map.log_scales + 3 * gaussian;
  for (int i = 0; i < 3; ++i) {
    log_scales[i] = std::max(log_scales[i] - step[column::kLogScale + i], min_log_scale);
  }
}

void UpdateRows(const GradientRows& gradients, int64_t begin, int64_t end, const AdamOptions& options,
                const BiasCorrections& corrections, const MutableGaussians& map) {
  // Steps of a block first, then the parameters: the divisions of one Gaussian overlap with those of the
  // next.
  HWY_ALIGN float steps[kBlockRows][column::kStride];
  size_t updated[kBlockRows];
  for (int64_t block = begin; block < end; block += kBlockRows) {
    const int64_t block_end = std::min(block + kBlockRows, end);
    int count = 0;
    for (int64_t k = block; k < block_end; ++k) {
      const auto row = static_cast<size_t>(gradients.gaussians[k]);
      const BiasCorrection bias = corrections.At(map.steps[row] + 1);
      if (!MomentsAndStep(gradients.values + k * column::kStride, options, bias,
                          map.first_moments + row * column::kStride,
                          map.second_moments + row * column::kStride, steps[count])) {
        continue;
      }
      ++map.steps[row];
      updated[count++] = row;
    }
    for (int k = 0; k < count; ++k) ApplyStep(steps[k], options.min_log_scale, map, updated[k]);
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
    corrections_.Set(options.beta1, options.beta2, options.decay_steps);
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
