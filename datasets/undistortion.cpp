// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/undistortion.h"

#include <algorithm>
#include <cmath>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kRowsAPiece = 16;

/// Along one axis: the first of two pixels and how far on from it, never beyond the image.
struct Place {
  int32_t first, on;
};

Place PlaceOf(double coordinate, int size) {
  const double inside = std::clamp(coordinate, 0.0, static_cast<double>(size - 1));
  const int first = std::clamp(static_cast<int>(inside), 0, std::max(size - 2, 0));
  return {first, static_cast<int32_t>(std::lround((inside - first) * LookupTable::kOne))};
}

}  // namespace

Undistortion::Undistortion(const LensCamera& lens, const Camera& view)
    : width_(view.width),
      height_(view.height),
      stored_width_(lens.camera.width),
      table_(static_cast<size_t>(view.width) * static_cast<size_t>(view.height)) {
  ParallelFor(height_, kRowsAPiece, [&](int64_t begin, int64_t end) {
    for (int64_t v = begin; v < end; ++v) {
      for (int u = 0; u < width_; ++u) {
        const auto [x, y] = PixelThrough(lens, view, u, static_cast<double>(v));
        const Place across = PlaceOf(x, lens.camera.width), down = PlaceOf(y, lens.camera.height);
        const auto i = static_cast<size_t>(v * width_ + u);
        table_.first[i] = down.first * stored_width_ + across.first;
        table_.right[i] = across.on;
        table_.down[i] = down.on;
      }
    }
  });
}

Image<uint8_t> Undistortion::Color(const Image<uint8_t>& stored) const {
  Image<uint8_t> color(3, height_, width_);
  ParallelFor(height_, kRowsAPiece, [&](int64_t begin, int64_t end) {
    const size_t first = static_cast<size_t>(begin * width_), last = static_cast<size_t>(end * width_);
    for (int channel = 0; channel < 3; ++channel) {
      LookUp(stored.plane(channel).data(), stored_width_, table_, first, last,
             color.plane(channel).data() + first);
    }
  });
  return color;
}

Image<float> Undistortion::Depth(const Image<float>& stored_m) const {
  constexpr int32_t kHalf = LookupTable::kOne / 2;
  Image<float> depth_m(1, height_, width_);
  for (size_t i = 0; i < depth_m.values().size(); ++i) {
    const int32_t at =
        table_.first[i] + (table_.right[i] >= kHalf) + (table_.down[i] >= kHalf ? stored_width_ : 0);
    depth_m.values()[i] = stored_m.values()[static_cast<size_t>(at)];
  }
  return depth_m;
}

}  // namespace isogs
