// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/sensor/depth_sensor.h"

#include "datasets/synthetic/sensor/sensor_models.h"
#include "shared/core/error.h"

namespace isogs::synthetic {

DepthNoise DepthNoiseOf(std::string_view name) {
  if (name == "none") return DepthNoise::kNone;
  if (name == "kinect") return DepthNoise::kKinect;
  if (name == "tof") return DepthNoise::kTimeOfFlight;
  throw UsageError("noise: found '" + std::string(name) + "', expected none, kinect or tof");
}

Image<float> MeasureDepth(DepthNoise noise, const Renderer& rooms, const View& view, const HitImage& hits,
                          uint64_t seed, int64_t frame) {
  switch (noise) {
    case DepthNoise::kKinect:
      return MeasureWithKinect(rooms, view, hits, seed, frame);
    case DepthNoise::kTimeOfFlight:
      return MeasureTimeOfFlight(rooms, view, hits, seed, frame);
    case DepthNoise::kNone:
      break;
  }
  return hits.depth_m;
}

}  // namespace isogs::synthetic
