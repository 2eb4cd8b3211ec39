// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

namespace isogs {

/// Planar image [C,H,W], row-major, owned. Pixel centres lie at integer coordinates (see Camera).
/// Colour is R, G, B in 0..1; depth is z-depth in metres, 0 where unknown.
template <typename T>
class Image {
 public:
  Image() = default;
  Image(int channels, int height, int width, T value = T{})
      : channels_(channels),
        height_(height),
        width_(width),
        data_(static_cast<size_t>(channels) * static_cast<size_t>(height) * static_cast<size_t>(width),
              value) {}

  int channels() const { return channels_; }
  int height() const { return height_; }
  int width() const { return width_; }
  bool empty() const { return data_.empty(); }
  size_t plane_size() const { return static_cast<size_t>(height_) * static_cast<size_t>(width_); }

  T& at(int channel, int y, int x) { return data_[Index(channel, y, x)]; }
  const T& at(int channel, int y, int x) const { return data_[Index(channel, y, x)]; }
  /// One-channel shorthand.
  T& at(int y, int x) { return at(0, y, x); }
  const T& at(int y, int x) const { return at(0, y, x); }

  std::span<T> plane(int channel) {
    return {data_.data() + plane_size() * static_cast<size_t>(channel), plane_size()};
  }
  std::span<const T> plane(int channel) const {
    return {data_.data() + plane_size() * static_cast<size_t>(channel), plane_size()};
  }
  T* data() { return data_.data(); }
  const T* data() const { return data_.data(); }
  std::vector<T>& values() { return data_; }
  const std::vector<T>& values() const { return data_; }

 private:
  size_t Index(int channel, int y, int x) const {
    assert(channel >= 0 && channel < channels_ && y >= 0 && y < height_ && x >= 0 && x < width_);
    return plane_size() * static_cast<size_t>(channel) +
           static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x);
  }

  int channels_ = 0;
  int height_ = 0;
  int width_ = 0;
  std::vector<T> data_;
};

}  // namespace isogs
