// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/places/thumbnail.h"

#include <algorithm>
#include <array>
#include <vector>

namespace isogs {
namespace {

/// What is added up in a block of pixels: sums by column first, since columns are what a processor adds at
/// once.
struct ColumnSums {
  explicit ColumnSums(int width) : values(static_cast<size_t>(width)), valid(static_cast<size_t>(width)) {}

  void Clear() {
    std::ranges::fill(values, 0.0f);
    std::ranges::fill(valid, 0.0f);
  }
  void AddRow(const float* row) {
    for (size_t x = 0; x < values.size(); ++x) {
      values[x] += row[x];
      valid[x] += row[x] > 0.0f ? 1.0f : 0.0f;
    }
  }

  std::vector<float> values, valid;
};

/// First pixel of a block and the one after its last: at least one, so that small images have blocks, too.
struct Range {
  int begin, end;
  int size() const { return end - begin; }
};
Range BlockOf(int index, int blocks, int pixels) {
  const int begin = std::min(index * pixels / blocks, pixels - 1);
  return {begin, std::max(begin + 1, (index + 1) * pixels / blocks)};
}

/// Means of a plane's blocks; `only_valid`: of what is not 0, and 0 where that is less than half.
void ShrinkPlane(const float* plane, int width, int height, bool only_valid, std::span<float> small) {
  ColumnSums sums(width);
  for (int row = 0; row < Thumbnail::kHeight; ++row) {
    const Range rows = BlockOf(row, Thumbnail::kHeight, height);
    sums.Clear();
    for (int y = rows.begin; y < rows.end; ++y) sums.AddRow(plane + size_t(y) * size_t(width));
    for (int column = 0; column < Thumbnail::kWidth; ++column) {
      const Range columns = BlockOf(column, Thumbnail::kWidth, width);
      float sum = 0.0f, valid = 0.0f;
      for (int x = columns.begin; x < columns.end; ++x) {
        sum += sums.values[static_cast<size_t>(x)];
        valid += sums.valid[static_cast<size_t>(x)];
      }
      const auto all = static_cast<float>(rows.size() * columns.size());
      const float mean = only_valid ? (2.0f * valid >= all ? sum / valid : 0.0f) : sum / all;
      small[static_cast<size_t>(row * Thumbnail::kWidth + column)] = mean;
    }
  }
}

}  // namespace

Thumbnail MakeThumbnail(const Image<float>& color, const Image<float>& depth_m) {
  Thumbnail thumbnail{Image<float>(3, Thumbnail::kHeight, Thumbnail::kWidth),
                      Image<float>(1, Thumbnail::kHeight, Thumbnail::kWidth)};
  for (int channel = 0; channel < std::min(3, color.channels()); ++channel) {
    ShrinkPlane(color.plane(channel).data(), color.width(), color.height(), false,
                thumbnail.color.plane(channel));
  }
  if (!depth_m.empty())
    ShrinkPlane(depth_m.data(), depth_m.width(), depth_m.height(), true, thumbnail.depth_m.plane(0));
  return thumbnail;
}

}  // namespace isogs
