// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// The planes of a rendered image [5,H,W], on the back end's device.
namespace plane {
inline constexpr int kRed = 0;
inline constexpr int kGreen = 1;
inline constexpr int kBlue = 2;
inline constexpr int kDepth =
    3;  // sum of alpha T z [m], not divided by the silhouette; z where the ray meets the splat
inline constexpr int kSilhouette = 4;  // sum of alpha T = 1 - T_final
inline constexpr int kCount = 5;
}  // namespace plane

/// Depth of what a pixel shows, from its depth and silhouette planes [m]; 0 where it shows next to nothing.
inline float SeenDepth(float depth, float silhouette) {
  constexpr float kLeastSilhouette = 0.5f;
  return silhouette >= kLeastSilhouette ? depth / silhouette : 0.0f;
}

}  // namespace isogs
