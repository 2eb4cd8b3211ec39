// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/image/exif.h"
#include "shared/image/image.h"

namespace isogs {

/// A file's colours, with its rows and columns as they are stored, and how they are meant to lie.
struct ColorImage {
  Image<uint8_t> pixels;  // [3,H,W]
  int exif_orientation = kUpright;
};

/// Does an image of that orientation stand upright with sides exchanged?
constexpr bool ExchangesSides(int exif_orientation) { return exif_orientation >= 5; }

/// The image as it is meant to be looked at.
Image<uint8_t> Upright(const ColorImage& image);

}  // namespace isogs
