// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>

#include "datasets/synthetic/scene/material.h"

namespace isogs::synthetic {

/// Points of one material, to find their reflectance. What is finer than a footprint is left out of it, so
/// that a picture needs few rays a pixel.
struct TexturePoints {
  static constexpr size_t kMost = 256;

  size_t count = 0;
  std::array<float, kMost> u_m, v_m;
  std::array<float, kMost> footprint_m;                      ///< what a pixel covers there
  std::array<float, kMost> red = {}, green = {}, blue = {};  ///< the reflectances found
};

/// The same bit for bit with any instruction set.
void EvaluateTexture(const Material& material, TexturePoints& points);
/// Mean over the pattern.
Color MeanReflectance(const Material& material);

}  // namespace isogs::synthetic
