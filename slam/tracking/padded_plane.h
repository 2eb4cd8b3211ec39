// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "shared/simd/aligned_array.h"

namespace isogs {

/// One plane of values whose rows are aligned and surrounded by zeros, so that kernels read whole vectors and
/// neighbours without looking at borders. Contents of the image are not initialised.
template <typename T>
class PaddedPlane {
 public:
  static constexpr int kLanes = 16;      // row starts and lengths are multiples of this
  static constexpr int kMarginRows = 2;  // of zeros, above and below; kLanes columns lie between rows

  void Resize(int width, int height) {
    if (width == width_ && height == height_) return;
    const int stride = (width + kLanes - 1) / kLanes * kLanes + kLanes;
    const size_t size =
        static_cast<size_t>(height + 2 * kMarginRows) * static_cast<size_t>(stride) + 2 * kLanes;
    data_ = MakeAlignedArray<T>(size);
    std::memset(data_.get(), 0, size * sizeof(T));
    width_ = width;
    height_ = height;
    stride_ = stride;
  }

  int width() const { return width_; }
  int height() const { return height_; }
  int stride() const { return stride_; }
  /// y from -kMarginRows to height + kMarginRows - 1.
  T* row(int y) { return data_.get() + Offset(y); }
  const T* row(int y) const { return data_.get() + Offset(y); }

 private:
  ptrdiff_t Offset(int y) const {
    return static_cast<ptrdiff_t>(y + kMarginRows) * static_cast<ptrdiff_t>(stride_) + kLanes;
  }

  int width_ = 0;
  int height_ = 0;
  int stride_ = 0;
  AlignedArray<T> data_;
};

}  // namespace isogs
