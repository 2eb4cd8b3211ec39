// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/camera_limits.h"

#include <spdlog/fmt/fmt.h>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr double kLeastFocal = 0.02;  // all in sides of the image
constexpr double kLargestFocal = 100.0;
constexpr double kLeastCenter = -10.0;
constexpr double kLargestCenter = 11.0;

void CheckNumber(double value, double low, double high, int side, const char* key, const std::string& where) {
  if (value >= low * side && value <= high * side) return;  // NaN is in no range
  throw UsageError(fmt::format("{}{}: found {:g}, expected {:g} to {:g} pixels in an image of {}", where, key,
                               value, low * side, high * side, side));
}

}  // namespace

void CheckCamera(const Camera& camera, const std::string& where) {
  CheckNumber(camera.fx, kLeastFocal, kLargestFocal, camera.width, "fx", where);
  CheckNumber(camera.fy, kLeastFocal, kLargestFocal, camera.height, "fy", where);
  CheckNumber(camera.cx, kLeastCenter, kLargestCenter, camera.width, "cx", where);
  CheckNumber(camera.cy, kLeastCenter, kLargestCenter, camera.height, "cy", where);
}

}  // namespace isogs
