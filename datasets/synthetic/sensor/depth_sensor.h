// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "datasets/synthetic/casting/renderer.h"
#include "shared/geometry/depth_sensor.h"

namespace isogs::synthetic {

enum class DepthNoise { kNone, kKinect, kTimeOfFlight };

/// "none", "kinect" or "tof"; throws UsageError for another name.
DepthNoise DepthNoiseOf(std::string_view name);

/// What a depth sensor makes of what it looks at, in a frame of its own noise. `hits`: of the view, with
/// reflectances unless there is no noise.
Image<float> MeasureDepth(DepthNoise noise, const Renderer& rooms, const View& view, const HitImage& hits,
                          uint64_t seed, int64_t frame);

/// Kinect: step from one disparity to the next at z [m].
double KinectStep(double z_m);

}  // namespace isogs::synthetic
