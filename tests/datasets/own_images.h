// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "tests/datasets/tiny_datasets.h"

namespace isogs {

/// Colours of 32x24 that grow to the right, and 16x12 depth of one value, at these paths. Makes their
/// folders.
inline void WriteOwnImages(const std::filesystem::path& color_file, const std::filesystem::path& depth_file,
                           uint16_t units, int base = 20) {
  Image<uint8_t> color(3, 24, 32);
  for (int c = 0; c < 3; ++c) {
    for (int y = 0; y < 24; ++y) {
      for (int x = 0; x < 32; ++x) color.at(c, y, x) = static_cast<uint8_t>(base + 4 * x);
    }
  }
  std::filesystem::create_directories(color_file.parent_path());
  std::filesystem::create_directories(depth_file.parent_path());
  if (color_file.extension() == ".png") {
    WritePng(color_file, color, 1);
  } else {
    WriteJpeg(color_file, color, 100);
  }
  WritePng(depth_file, Image<uint16_t>(1, 12, 16, units), 1);
}

/// The colour that depth's pixel x has in such an image, averaged.
inline double OwnColorAt(double x, int base = 20) { return (base + 4 * (2 * x + 0.5)) / 255; }

}  // namespace isogs
