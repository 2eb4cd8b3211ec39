// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/color_image.h"

#include <utility>

namespace isogs {
namespace {

/// Where the stored rows begin, and the stored columns.
struct Turn {
  bool rows_from_end;     // from the bottom, or, with sides exchanged, from the right
  bool columns_from_end;  // from the right, or from the bottom
};

Turn TurnOf(int exif_orientation) {
  switch (exif_orientation) {
    case 2:
    case 8:
      return {false, true};
    case 3:
    case 7:
      return {true, true};
    case 4:
    case 6:
      return {true, false};
    default:  // 1, 5
      return {false, false};
  }
}

}  // namespace

Image<uint8_t> Upright(const ColorImage& image) {
  const Image<uint8_t>& stored = image.pixels;
  if (image.exif_orientation == kUpright) return stored;
  const Turn turn = TurnOf(image.exif_orientation);
  const bool exchanged = ExchangesSides(image.exif_orientation);
  const int width = exchanged ? stored.height() : stored.width();
  const int height = exchanged ? stored.width() : stored.height();
  Image<uint8_t> upright(stored.channels(), height, width);
  for (int c = 0; c < stored.channels(); ++c) {
    for (int y = 0; y < stored.height(); ++y) {
      const int row = turn.rows_from_end ? stored.height() - 1 - y : y;
      for (int x = 0; x < stored.width(); ++x) {
        const int column = turn.columns_from_end ? stored.width() - 1 - x : x;
        (exchanged ? upright.at(c, column, row) : upright.at(c, row, column)) = stored.at(c, y, x);
      }
    }
  }
  return upright;
}

}  // namespace isogs
