// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "datasets/bilinear_lookup.h"
#include "datasets/lens.h"
#include "shared/image/image.h"

namespace isogs {

/// Images of a camera with distortion as a pinhole sees them. Where each pixel lies is computed once. What
/// the lens does not see gets its nearest border pixel: CommonView makes views without such pixels.
class Undistortion {
 public:
  Undistortion(const LensCamera& lens, const Camera& view);

  /// Bilinear, to 1/2048 of a pixel.
  Image<uint8_t> Color(const Image<uint8_t>& stored) const;
  /// The nearest pixel: a mean across an edge would be a surface that does not exist.
  Image<float> Depth(const Image<float>& stored_m) const;

 private:
  int width_, height_;  // of the view
  int stored_width_;
  LookupTable table_;
};

}  // namespace isogs
