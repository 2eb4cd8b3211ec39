// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/convert.h"

#include <algorithm>
#include <cmath>

namespace isogs {

Image<float> ToFloat(const Image<uint8_t>& image) {
  Image<float> result(image.channels(), image.height(), image.width());
  std::transform(image.values().begin(), image.values().end(), result.values().begin(),
                 [](uint8_t value) { return static_cast<float>(value) / 255.0f; });
  return result;
}

Image<uint8_t> ToBytes(const Image<float>& image) {
  Image<uint8_t> result(image.channels(), image.height(), image.width());
  std::transform(image.values().begin(), image.values().end(), result.values().begin(), [](float value) {
    const float clamped = value > 0.0f ? std::min(value, 1.0f) : 0.0f;  // NaN fails the comparison
    return static_cast<uint8_t>(std::lround(clamped * 255.0f));
  });
  return result;
}

Image<uint16_t> ToDepthUnits(const Image<float>& depth_m, double units_per_m) {
  Image<uint16_t> stored(1, depth_m.height(), depth_m.width());
  std::ranges::transform(depth_m.values(), stored.values().begin(), [&](float metres) {
    const double units = std::round(metres * units_per_m);
    return units >= 1.0 && units <= 65534.0 ? static_cast<uint16_t>(units) : uint16_t{0};
  });
  return stored;
}

}  // namespace isogs
