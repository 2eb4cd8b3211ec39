// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

namespace isogs {

/// How each of `target` pixels along one axis is made of `source` pixels: new pixel i is the weighted sum of
/// `taps` source pixels from `first[i]` on. Weights sum to 1; all taps lie inside the image.
struct AxisWeights {
  ptrdiff_t taps = 0;
  std::vector<ptrdiff_t> first;  // [target]
  std::vector<float> weights;    // [target,taps]

  /// Number of new pixels.
  ptrdiff_t size() const { return static_cast<ptrdiff_t>(first.size()); }
  const float* of(ptrdiff_t i) const { return weights.data() + i * taps; }
};

/// Weights by the part of each source pixel that the new pixel covers.
AxisWeights AreaWeights(int source, int target);

/// Area weights tilted so that their centroid is the new pixel's centre, hence exact for affine functions;
/// linear interpolation where the new pixels are the smaller ones (constant beyond the outermost centres).
AxisWeights AffineWeights(int source, int target);

}  // namespace isogs
