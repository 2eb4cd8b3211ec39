// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// Pinhole camera without distortion. Axes: x right, y down, z forward. Pixel centres lie at integer
/// coordinates: u = fx x / z + cx, and the image covers [-0.5, width - 0.5] x [-0.5, height - 0.5].
struct Camera {
  int width = 0;
  int height = 0;
  double fx = 0.0;
  double fy = 0.0;
  double cx = 0.0;
  double cy = 0.0;

  bool operator==(const Camera&) const = default;

  /// The same view sampled with `new_width` x `new_height` pixels: c' = (c + 0.5) s - 0.5.
  Camera Resized(int new_width, int new_height) const {
    const double sx = static_cast<double>(new_width) / width;
    const double sy = static_cast<double>(new_height) / height;
    return {new_width, new_height, fx * sx, fy * sy, (cx + 0.5) * sx - 0.5, (cy + 0.5) * sy - 0.5};
  }

  /// Half the size, rounded down; an odd last row or column is dropped, so the scale is exactly one half.
  Camera Halved() const {
    return {width / 2, height / 2, fx / 2, fy / 2, (cx + 0.5) / 2 - 0.5, (cy + 0.5) / 2 - 0.5};
  }
};

}  // namespace isogs
