// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/judgement.h"

#include <tuple>

namespace isogs {
namespace {

constexpr double kClearInlierRatio = 0.5;

bool IsExposure(double gain, double most) { return gain > 1.0 / most && gain < most; }

Doubt FindDoubt(const AlignmentResult& alignment, const TrackingConfig& config) {
  const JudgementConfig& limits = config.judgement;
  if (alignment.inlier_ratio < config.alignment.uncertain_inlier_ratio) return Doubt::kLittleShared;
  if (alignment.agreement < limits.least_agreement) return Doubt::kDisagrees;
  if (!(alignment.PositionSigma() < limits.max_position_sigma_m)) return Doubt::kNotHeld;
  if (!IsExposure(alignment.gain, limits.max_gain)) return Doubt::kBrightness;
  if (!alignment.converged) return Doubt::kNotConverged;
  return Doubt::kNone;
}

bool IsLost(const AlignmentResult& alignment, const TrackingConfig& config) {
  return alignment.inlier_ratio < config.alignment.min_inlier_ratio ||
         alignment.agreement < config.judgement.lost_agreement;
}

}  // namespace

const char* ToString(Doubt doubt) {
  switch (doubt) {
    case Doubt::kNone:
      return "none";
    case Doubt::kDisagrees:
      return "disagrees";
    case Doubt::kLittleShared:
      return "little_shared";
    case Doubt::kNotHeld:
      return "not_held";
    case Doubt::kBrightness:
      return "brightness";
    case Doubt::kNotConverged:
      return "not_converged";
    case Doubt::kTooFast:
      return "too_fast";
    case Doubt::kUnconfirmed:
      return "unconfirmed";
  }
  return "";
}

Judgement JudgeAlignment(const AlignmentResult& alignment, const TrackingConfig& config) {
  if (!config.alignment.enabled) return {};
  const Doubt doubt = FindDoubt(alignment, config);
  if (IsLost(alignment, config))
    return {TrackingState::kLost, doubt == Doubt::kNone ? Doubt::kDisagrees : doubt};
  return {doubt == Doubt::kNone ? TrackingState::kTracking : TrackingState::kUncertain, doubt};
}

bool IsSure(const AlignmentResult& alignment, const TrackingConfig& config) {
  return FindDoubt(alignment, config) == Doubt::kNone &&
         alignment.agreement >= config.judgement.sure_agreement;
}

bool IsClear(const AlignmentResult& alignment, const TrackingConfig& config) {
  return alignment.inlier_ratio >= kClearInlierRatio && IsSure(alignment, config);
}

bool IsBetter(const AlignmentResult& a, const AlignmentResult& b, const TrackingConfig& config) {
  const auto order = [&](const AlignmentResult& alignment) {
    return std::tuple(-static_cast<int>(JudgeAlignment(alignment, config).state), IsSure(alignment, config),
                      alignment.agreement);
  };
  return order(a) > order(b);
}

}  // namespace isogs
