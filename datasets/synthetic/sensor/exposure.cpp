// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/sensor/exposure.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isogs::synthetic {
namespace {

constexpr double kLag_s = 0.4;
constexpr float kLeastRadiance = 1e-4f;

/// Nearly 1 : 1 for small values, 4 is white (Reinhard et al., "Photographic Tone Reproduction", SIGGRAPH
/// 2002, equation 4).
float Shouldered(float x) {
  constexpr float kWhite = 4.0f;
  return x * (1.0f + x / (kWhite * kWhite)) / (1.0f + x);
}

/// For each byte the linear light (after the shoulder) from which on it is the next one.
std::array<float, 255> ByteLimits() {
  std::array<float, 255> limits;
  for (size_t i = 0; i < limits.size(); ++i) {
    const double srgb = (static_cast<double>(i) + 0.5) / 255.0;
    limits[i] = static_cast<float>(srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4));
  }
  return limits;
}

}  // namespace

float MeanRadiance(const Image<float>& radiance) {
  double sum = 0.0;
  for (const float value : radiance.values()) sum += value;
  return static_cast<float>(sum / static_cast<double>(radiance.values().size()));
}

uint8_t DevelopedByte(float exposed) {
  static const std::array<float, 255> limits = ByteLimits();
  return static_cast<uint8_t>(std::ranges::upper_bound(limits, Shouldered(exposed)) - limits.begin());
}

Image<float> Developed(const Image<float>& radiance, float gain) {
  Image<float> picture(radiance.channels(), radiance.height(), radiance.width());
  std::ranges::transform(radiance.values(), picture.values().begin(), [&](float value) {
    return static_cast<float>(DevelopedByte(gain * value)) / 255.0f;
  });
  return picture;
}

float AutoExposure::Follow(float mean_radiance, double interval_s) {
  const float wanted = std::log(kMiddleGrey / std::max(mean_radiance, kLeastRadiance));
  const float share = started_ ? static_cast<float>(1.0 - std::exp(-interval_s / kLag_s)) : 1.0f;
  started_ = true;
  log_gain_ += share * (wanted - log_gain_);
  return std::exp(log_gain_);
}

}  // namespace isogs::synthetic
