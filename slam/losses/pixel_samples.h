// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "shared/core/random.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "slam/rendering/camera_view.h"

namespace isogs {

/// `count` pixels with valid depth drawn without replacement, all of them if there are no more, ascending.
/// `depth_m` [H,W], 0 = invalid.
std::vector<int32_t> DrawPixels(std::span<const float> depth_m, int64_t count, Random& random);

/// 64 pixels of a row.
struct SampleWord {
  unsigned long long pixels = 0;  // a bit for each that is a sample
  int32_t rank = 0;               // of the word's first pixel: number of samples before it
};

/// Points of the measured surface: pixels of a view with their measured depth, in the map's frame, and an
/// index by pixel. A point lies on the ray of its pixel, so what reaches the point reaches the pixel: the
/// image is the grid in which the points near a Gaussian are found.
class PixelSamples {
 public:
  /// `pixels`: ascending indices of `depth_m` [H,W], all valid.
  PixelSamples(const Camera& camera, const Pose& camera_from_map, std::span<const float> depth_m,
               std::span<const int32_t> pixels);

  int64_t size() const { return static_cast<int64_t>(x_.size()); }
  const RenderCamera& camera() const { return camera_; }
  /// Coordinates in the map's frame, each [S], in the order of the pixels.
  const float* x() const { return x_.data(); }
  const float* y() const { return y_.data(); }
  const float* z() const { return z_.data(); }

  /// Number of samples before the pixel, row by row; 0 <= u <= width.
  int32_t Rank(int u, int v) const {
    const size_t word = static_cast<size_t>(v) * words_a_row_ + static_cast<size_t>(u) / 64;
    const uint64_t before = words_[word].pixels & ((uint64_t{1} << (u % 64)) - 1);
    return words_[word].rank + std::popcount(before);
  }
  /// The index by pixel [height, words_a_row].
  std::span<const SampleWord> words() const { return words_; }
  size_t words_a_row() const { return words_a_row_; }
  /// The row of a sample's pixel.
  int RowOf(int64_t sample) const { return pixels_[static_cast<size_t>(sample)] / camera_.width; }

 private:
  RenderCamera camera_;
  std::vector<int32_t> pixels_;
  std::vector<float> x_, y_, z_;
  size_t words_a_row_;
  std::vector<SampleWord> words_;
};

}  // namespace isogs
