// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

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

/// What a surface is made of.
enum class MaterialClass {
  kPaint,  ///< walls, ceilings, frames
  kFlooring,
  kWood,
  kFabric,
  kLacquer,
  kMetal,
  kGlass,  ///< a screen, a pane
  kCeramic,
  kLeaves,
  kPaper,  ///< card, posters
  kLight,
};
std::string_view NameOf(MaterialClass material);

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
  MaterialClass material_class = MaterialClass::kPaint;
};

}  // namespace isogs::synthetic
