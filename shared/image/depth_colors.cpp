// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/depth_colors.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace isogs {
namespace {

constexpr double kOutermostShare = 0.02;
constexpr float kLeastRange_m = 0.05f;  // a wall seen squarely is one colour, not noise in all of them

/// The polynomial that approximates Turbo: A. Mikhailov, "Turbo, an improved rainbow colormap for
/// visualization", Google AI Blog, 2019.
constexpr float kTurbo[3][6] = {
    {0.13572138f, 4.61539260f, -42.66032258f, 132.13108234f, -152.94239396f, 59.28637943f},
    {0.09140261f, 2.19418839f, 4.84296658f, -14.18503333f, 4.27729857f, 2.82956604f},
    {0.10667330f, 12.64194608f, -60.58204836f, 110.36276771f, -89.90310912f, 27.34824973f},
};

constexpr float kFirst = 0.07f, kLast = 0.95f;  // its ends are nearly black

uint8_t TurboByte(int channel, float x) {
  float value = 0.0f;
  for (int power = 5; power >= 0; --power) value = value * x + kTurbo[channel][power];
  return static_cast<uint8_t>(std::lround(255.0f * std::clamp(value, 0.0f, 1.0f)));
}

struct Range {
  float low = 0.0f, high = 0.0f;
};

Range RangeOf(std::vector<float> depths_m) {
  std::erase_if(depths_m, [](float depth) { return !(depth > 0.0f); });
  if (depths_m.empty()) return {};
  const auto at = [&](double share) {
    const auto place =
        depths_m.begin() + static_cast<ptrdiff_t>(share * static_cast<double>(depths_m.size() - 1));
    std::nth_element(depths_m.begin(), place, depths_m.end());
    return *place;
  };
  return {at(kOutermostShare), at(1.0 - kOutermostShare)};
}

}  // namespace

Image<uint8_t> DepthColors(const Image<float>& depth_m) {
  const Range range = RangeOf(depth_m.values());
  const float scale = 1.0f / std::max(range.high - range.low, kLeastRange_m);
  Image<uint8_t> colors(3, depth_m.height(), depth_m.width());
  for (size_t i = 0; i < depth_m.plane_size(); ++i) {
    const float depth = depth_m.values()[i];
    if (!(depth > 0.0f)) continue;
    const float x = kFirst + (kLast - kFirst) * std::clamp(scale * (depth - range.low), 0.0f, 1.0f);
    for (int channel = 0; channel < 3; ++channel) colors.plane(channel)[i] = TurboByte(channel, x);
  }
  return colors;
}

}  // namespace isogs
