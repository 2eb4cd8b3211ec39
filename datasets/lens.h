// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "shared/geometry/camera.h"
#include "shared/geometry/pinhole.h"

namespace isogs {

/// OpenCV's distortion (calib3d, "k1 k2 p1 p2 k3 k4 k5 k6"). With r^2 = x^2 + y^2, the line of sight (x, y)
/// is seen where a pinhole would show
///   x R + 2 p1 x y + p2 (r^2 + 2 x^2)
///   y R + p1 (r^2 + 2 y^2) + 2 p2 x y
///   R = (1 + k1 r^2 + k2 r^4 + k3 r^6) / (1 + k4 r^2 + k5 r^4 + k6 r^6).
/// It does not depend on the number of pixels.
struct Distortion {
  double k1 = 0.0;
  double k2 = 0.0;
  double p1 = 0.0;
  double p2 = 0.0;
  double k3 = 0.0;
  double k4 = 0.0;
  double k5 = 0.0;
  double k6 = 0.0;

  bool operator==(const Distortion&) const = default;
};

/// A camera as images are stored: pinhole and distortion.
struct LensCamera {
  Camera camera;
  Distortion distortion;

  bool operator==(const LensCamera&) const = default;
};

LineOfSight<double> Distorted(const Distortion& distortion, const LineOfSight<double>& sight);
/// Inverse of Distorted by Newton's method; nothing where there is none.
std::optional<LineOfSight<double>> Undistorted(const Distortion& distortion,
                                               const LineOfSight<double>& distorted);

/// Where the lens shows what the pinhole `view` shows at (u, v).
ImagePoint<double> PixelThrough(const LensCamera& lens, const Camera& view, double u, double v);

/// The pinhole that all of `lenses` are, up to `tolerance_px` in the image: their mean. A phone's focus moves
/// its focal length by parts of a pixel, and to resample images for that costs more than it brings. Nothing
/// where one has distortion or is farther off.
std::optional<Camera> MeanPinhole(std::span<const LensCamera> lenses, double tolerance_px);

/// A pinhole of as many pixels all of which every one of `lenses` sees: OpenCV's getOptimalNewCameraMatrix
/// with alpha = 0, whose pixels are all valid. The lenses' images have one size. Where all lenses are one
/// pinhole, that is it. Throws UsageError if a distortion folds the image or leaves nothing.
Camera CommonView(std::span<const LensCamera> lenses);

}  // namespace isogs
