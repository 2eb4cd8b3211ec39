// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/image.h"

namespace isogs {

// Resizing keeps the view: the pixels that come out are those of Camera::Resized, or of Camera::Halved.
//
// Colour is averaged over the area of the new pixel, exactly, whatever the ratio. Depth is not: a mean across
// an edge would be a surface that does not exist, and the arithmetic mean of a slanted wall's depths is too
// far. On a plane 1/z is affine in pixel coordinates, so the harmonic mean over a block is exactly the
// plane's depth at the block's centre.

/// Depths of one block belong to one surface if they are within this factor of its nearest.
inline constexpr float kSameSurfaceRatio = 1.03f;

/// Mean of each 2x2 block of one plane [H,W], into [H/2,W/2] (rounded down: an odd last row or column is
/// dropped).
void HalvePlane(const float* source, int width, int height, float* half);

/// Harmonic mean of the valid depths of each 2x2 block that lie within 3 % of the block's nearest, into
/// [H/2,W/2] (rounded down); 0 (invalid) where the block has no valid depth.
void HalveDepth(const float* source_m, int width, int height, float* half_m);

/// Colour [C,H,W] at another size, by area mean. Any ratio, also enlarging.
Image<float> ResizeColor(const Image<float>& color, int width, int height);
/// The same from bytes, to 0..1.
Image<float> ResizeColor(const Image<uint8_t>& color, int width, int height);

/// Depth [1,H,W] at another size. It is halved as long as both sides are even and at least twice the target;
/// what then remains of the ratio is done in one step, by a harmonic mean with each source pixel weighted by
/// the part of it that the new pixel covers (of those within 3 % of the nearest). Partly covered pixels would
/// pull the mean off the new pixel's centre, so the weights are tilted to have their centroid there: planes
/// are kept exactly at any ratio. Enlarging interpolates 1/z linearly.
Image<float> ResizeDepth(const Image<float>& depth_m, int width, int height);

}  // namespace isogs
