// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "shared/simd/aligned_array.h"

namespace isogs {

/// One colour plane of a rendered image beside the measured one, each [H,W].
struct SsimPlanes {
  const float* image = nullptr;
  const float* target = nullptr;
  int width = 0;
  int height = 0;
};

/// Rows of intermediate maps of one thread: a few hundred kilobytes, so that they stay in its level 2 cache.
class SsimScratch {
 public:
  /// Makes room for images `width` wide.
  void Resize(int width);
  float* data() { return data_.get(); }
  /// Floats from one row to the next. An odd number of cache lines, so that a column of rows does not
  /// compete for a few cache sets.
  size_t stride() const { return stride_; }

 private:
  int width_ = 0;
  size_t stride_ = 0;
  AlignedArray<float> data_;
};

/// Rows are worked on in groups of this many; a band begins at a multiple of it.
inline constexpr int kSsimRowGroup = 4;

/// Structural similarity (Wang et al. 2004) with an 11x11 Gaussian window of sigma 1.5, C1 = 0.01^2,
/// C2 = 0.03^2 and zero padding, for rows [row_begin, row_end) of a plane. Returns the sum of its map over
/// these rows, and adds `scale` times the derivative of its sum over the whole plane to these rows of
/// `gradient` [H,W].
double AddSsimBand(const SsimPlanes& planes, int row_begin, int row_end, float scale, SsimScratch& scratch,
                   float* gradient);

}  // namespace isogs
