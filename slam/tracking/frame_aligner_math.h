// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/core/host_device.h"

namespace isogs {

inline constexpr float kMaxInverseDepth = 1e3f;  // nearer than a millimetre is no depth
inline constexpr float kMaxGrey = 8.0f;          // beyond is no colour
/// Normals of the finest level are of planes fitted to the pixels within this radius; of the others, within
/// 1.
inline constexpr int kFinestNormalRadius = 2;
/// Neighbours opposite each other are on one surface with the pixel between them if their 1/z bends by less
/// than this share of it.
inline constexpr float kMaxBend = 0.03f;
/// Least cosine between the line of sight and the normal of a usable surface.
inline constexpr float kMinFacing = 0.15f;
/// What 1 is in a packed grey value.
inline constexpr float kPackedOne = 65535.0f;
/// Greys of the same surface differ by less, brightness aside.
inline constexpr float kAgreeingGrey = 0.08f;
inline constexpr float kNearPlane_m = 0.05f;

/// Noise of depth residuals grows with depth as (1 + z^2) / 2; sigmas are stated at 1 m.

/// Where an iteration stands: the pose in single precision, and how residuals are weighted.
struct AlignmentStep {
  float rotation[9];       // of camera_from_view, row-major
  float translation[3];    // of camera_from_view [m]
  float gain, bias;        // from the view's greys to the frame's
  float depth_scale;       // 1 / sigma of depth residuals, at 1 m [1/m]
  float intensity_scale;   // 1 / sigma of grey
  float intensity_weight;  // of photometric residuals beside those of depth
  float regional;          // share of errors that whole regions have in common, see RegionalWeight
  float huber;             // in sigmas
  float max_distance_m;    // between the frame's depth and that of the view's point
  float inlier_distance;   // least depth residual of an outlier, in sigmas
};

/// What a pixel at depth `z_m` still weighs where a share of all errors, `regional`, is that of whole
/// regions: of a shutter that rolls, of blur, of lenses. Those turn lines of sight, move a point by as much
/// more as it is farther away, and do not average out over the pixels of what is far.
ISOGS_HD inline float RegionalWeight(float z_m, float regional) {
  const float square = z_m * z_m;
  return 1.0f - regional * (1.0f - 1.0f / (square > 1.0f ? square : 1.0f));
}

/// Shares of sigma below which residuals are counted, to find their median.
inline constexpr int kMedianBins = 4;
ISOGS_HD constexpr float MedianThreshold(int bin) {
  constexpr float kThresholds[kMedianBins] = {0.2f, 0.45f, 1.0f, 2.2f};
  return kThresholds[bin];
}

/// Sums over pixels, with their robust weights, of the greys of view and frame.
struct GreySums {
  double weight = 0.0, view = 0.0, frame = 0.0, view_view = 0.0, view_frame = 0.0;

  void Add(const GreySums& other) {
    weight += other.weight;
    view += other.view;
    frame += other.frame;
    view_view += other.view_view;
    view_frame += other.view_frame;
  }
};

/// Sums over pixels of one iteration.
struct AlignmentSums {
  double hessian[21] = {};  // upper triangle by rows
  double gradient[6] = {};
  double depth_squares = 0.0;  // [m^2], of inliers
  double intensity_squares = 0.0;
  GreySums greys;
  int64_t visible = 0;       // pixels of the view where the frame has depth
  int64_t seen_through = 0;  // of these, where the frame sees farther than the view's surface
  int64_t compared = 0;      // of these, where both see about the same depth
  int64_t inliers = 0;       // of these, where depth agrees
  int64_t agreeing = 0;      // of these, where greys agree, too
  int64_t depth_below[kMedianBins] = {};
  int64_t intensity_below[kMedianBins] = {};

  void Add(const AlignmentSums& other) {
    for (int i = 0; i < 21; ++i) hessian[i] += other.hessian[i];
    for (int i = 0; i < 6; ++i) gradient[i] += other.gradient[i];
    depth_squares += other.depth_squares;
    intensity_squares += other.intensity_squares;
    greys.Add(other.greys);
    visible += other.visible;
    seen_through += other.seen_through;
    compared += other.compared;
    inliers += other.inliers;
    agreeing += other.agreeing;
    for (int i = 0; i < kMedianBins; ++i) {
      depth_below[i] += other.depth_below[i];
      intensity_below[i] += other.intensity_below[i];
    }
  }
};

}  // namespace isogs
