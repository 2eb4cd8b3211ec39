// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/image.h"

namespace isogs::synthetic {

/// What a grey of middling brightness becomes, in 0..1 of linear light.
inline constexpr float kMiddleGrey = 0.32f;

/// Mean radiance of all pixels and colours.
float MeanRadiance(const Image<float>& radiance);

/// 8-bit sRGB as fractions in 0..1: `gain` times radiance, with a soft shoulder towards white.
Image<float> Developed(const Image<float>& radiance, float gain);
/// The same of one value, as 0 to 255.
uint8_t DevelopedByte(float exposed);

/// An automatic exposure: follows the brightness of what is in view, with a lag.
class AutoExposure {
 public:
  /// Gain for the next frame, `interval_s` after the last one.
  float Follow(float mean_radiance, double interval_s);

 private:
  float log_gain_ = 0.0f;
  bool started_ = false;
};

}  // namespace isogs::synthetic
