// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/comparison_picture.h"

#include <algorithm>
#include <cmath>

#include "shared/image/convert.h"

namespace isogs {
namespace {

constexpr float kWhiteColorError = 0.25f;
constexpr float kWhiteDepthError = 0.1f;  // m

/// A picture being composed of tiles of the frame's size.
class Canvas {
 public:
  Canvas(int tile_height, int tile_width)
      : tile_height_(tile_height), tile_width_(tile_width), image_(3, 2 * tile_height, 3 * tile_width) {}

  /// `value_of(channel, y, x)` in 0..1.
  template <typename ValueOf>
  void Fill(int row, int column, ValueOf&& value_of) {
    for (int channel = 0; channel < 3; ++channel) {
      for (int y = 0; y < tile_height_; ++y) {
        for (int x = 0; x < tile_width_; ++x) {
          image_.at(channel, row * tile_height_ + y, column * tile_width_ + x) = value_of(channel, y, x);
        }
      }
    }
  }
  const Image<float>& image() const { return image_; }

 private:
  int tile_height_;
  int tile_width_;
  Image<float> image_;
};

/// Black, red, yellow, white: each channel takes a third of the way.
float Heat(float value, int channel) {
  return std::clamp(3.0f * value - static_cast<float>(channel), 0.0f, 1.0f);
}

}  // namespace

Image<uint8_t> ComparisonPicture(const Image<float>& color, const Image<float>& depth_m, const Frame& frame) {
  const Image<float>& measured = frame.depth_m;
  Canvas canvas(measured.height(), measured.width());
  const float largest = std::max(*std::ranges::max_element(measured.values()), 1e-3f);
  canvas.Fill(0, 0, [&](int c, int y, int x) { return frame.color.at(c, y, x); });
  canvas.Fill(0, 1, [&](int c, int y, int x) { return color.at(c, y, x); });
  canvas.Fill(0, 2, [&](int c, int y, int x) {
    if (!(measured.at(y, x) > 0)) return 0.0f;
    float error = 0.0f;
    for (int k = 0; k < 3; ++k) error += std::abs(color.at(k, y, x) - frame.color.at(k, y, x)) / 3.0f;
    return Heat(error / kWhiteColorError, c);
  });
  canvas.Fill(1, 0, [&](int, int y, int x) { return measured.at(y, x) / largest; });
  canvas.Fill(1, 1, [&](int, int y, int x) { return depth_m.at(y, x) / largest; });
  canvas.Fill(1, 2, [&](int c, int y, int x) {
    if (!(measured.at(y, x) > 0)) return 0.0f;
    return Heat(std::abs(depth_m.at(y, x) - measured.at(y, x)) / kWhiteDepthError, c);
  });
  return ToBytes(canvas.image());
}

}  // namespace isogs
