// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <vector>

#include "shared/geometry/camera.h"

namespace isogs {

inline constexpr int kMaxLevels = 8;
inline constexpr int kMinLevelSize = 20;

/// Cameras of an image pyramid by halving (docs/method.md, "Conventions"), finest first; as many levels as
/// keep kMinLevelSize pixels on the shorter side.
inline std::vector<Camera> PyramidCameras(const Camera& camera) {
  std::vector<Camera> cameras = {camera};
  for (Camera half = camera.Halved(); static_cast<int>(cameras.size()) < kMaxLevels; half = half.Halved()) {
    if (std::min(half.width, half.height) < kMinLevelSize) break;
    cameras.push_back(half);
  }
  return cameras;
}

}  // namespace isogs
