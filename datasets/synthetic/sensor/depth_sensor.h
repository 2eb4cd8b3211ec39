// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/synthetic/casting/renderer.h"

namespace isogs::synthetic {

enum class DepthNoise { kNone, kKinect, kTimeOfFlight };

/// "none", "kinect" or "tof"; throws UsageError for another name.
DepthNoise DepthNoiseOf(std::string_view name);

/// What a depth sensor makes of what it looks at, in a frame of its own noise. `hits`: of the view, with
/// reflectances unless there is no noise.
Image<float> MeasureDepth(DepthNoise noise, const Renderer& rooms, const View& view, const HitImage& hits,
                          uint64_t seed, int64_t frame);

/// Kinect: deviation of depth at z [m] and angle of incidence [rad].
double KinectSigma(double z_m, double angle_rad);
/// Kinect: step from one disparity to the next at z [m].
double KinectStep(double z_m);
/// Time of flight: deviation of depth where `amplitude` is the share of light that returns, as reflectance
/// times cosine over the square of distance [1/m^2].
double TimeOfFlightSigma(double amplitude);

}  // namespace isogs::synthetic
