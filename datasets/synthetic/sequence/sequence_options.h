// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "datasets/synthetic/scene/build_scene.h"
#include "datasets/synthetic/sensor/depth_sensor.h"
#include "shared/geometry/camera.h"

namespace isogs::synthetic {

enum class ScenePreset { kRoom, kFlat };

struct SequenceOptions {
  ScenePreset preset = ScenePreset::kRoom;
  uint64_t seed = 0;
  std::optional<RoomSize> room_size;  ///< of a room; none: by the seed
  RoomRules room_rules;               ///< of a room
  bool with_config = true;            ///< writes config.yaml, which names the folder
  int64_t frames = 100;
  int width = 640;
  int height = 480;
  int rays_per_pixel = 4;  ///< of colour: 1, 4 or 16
  double speed = 1.0;      ///< of the camera, as a factor
  BakeOptions light;       ///< how finely light is found; for all frames alike
  DepthNoise noise = DepthNoise::kNone;
  bool blur = false;             ///< by motion while the shutter is open
  bool exposure_drift = false;   ///< automatic exposure in place of one for all frames
  bool rolling_shutter = false;  ///< rows are exposed one after the other
};

inline constexpr double kFrameRate_hz = 30.0;
/// Frames of a round through the flat.
inline constexpr int64_t kFlatFrames = 2000;

/// 67 degrees wide, square pixels, the principal point in the middle.
inline Camera CameraOf(const SequenceOptions& options) {
  const double focal_px = 0.75 * options.width;
  return {options.width,
          options.height,
          focal_px,
          focal_px,
          0.5 * (options.width - 1),
          0.5 * (options.height - 1)};
}

}  // namespace isogs::synthetic
