// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace isogs::synthetic {

/// Linear, not sRGB.
using Color = std::array<float, 3>;

enum class Pattern {
  kPaint,   ///< mottled, with the grain of a roller
  kWood,    ///< grain along u
  kPlanks,  ///< boards of wood along u
  kFabric,  ///< woven threads
  kBricks,
  kStripes,  ///< wallpaper, along v
  kTiles,
  kRug,     ///< bands and diamonds
  kPoster,  ///< overlapping discs and bars
  kMarble,
  kFoliage,
  kOutdoors,  ///< trees below a sky, as seen through a window
};

/// How a surface looks: a pattern in metres over the surface, from three reflectances.
struct Material {
  Pattern pattern = Pattern::kPaint;
  Color base = {0.5f, 0.5f, 0.5f};
  Color second = {0.4f, 0.4f, 0.4f};
  Color third = {0.3f, 0.3f, 0.3f};
  float scale_m = 0.2f;   ///< of the largest features
  float contrast = 0.2f;  ///< of the noise over the pattern
  uint32_t seed = 0;
  Color emission = {0.0f, 0.0f, 0.0f};  ///< radiance
};

}  // namespace isogs::synthetic
