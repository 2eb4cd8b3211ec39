// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/reference_keyframe.h"

#include <algorithm>
#include <cmath>

namespace isogs {
namespace {

constexpr int kGridColumns = 24;
constexpr float kSameDepthRatio = 0.04f;  // wide enough for the error of a prediction
constexpr double kLeastShared = 0.3;      // below, the map shows more than any one keyframe
constexpr double kNearest_m = 0.05;

}  // namespace

double SharedSurface(const Frame& keyframe, const Frame& frame, const Pose& frame_from_keyframe) {
  const Camera& camera = keyframe.camera;
  const int step = std::max(1, camera.width / kGridColumns);
  int samples = 0, shared = 0;
  for (int y = step / 2; y < camera.height; y += step) {
    for (int x = step / 2; x < camera.width; x += step) {
      const double z = keyframe.depth_m.at(y, x);
      if (!(z > 0.0)) continue;
      ++samples;
      const Eigen::Vector3d p = frame_from_keyframe * Eigen::Vector3d((x - camera.cx) / camera.fx * z,
                                                                      (y - camera.cy) / camera.fy * z, z);
      if (!(p.z() > kNearest_m)) continue;
      const double u = std::round(frame.camera.fx * p.x() / p.z() + frame.camera.cx);
      const double v = std::round(frame.camera.fy * p.y() / p.z() + frame.camera.cy);
      if (!(u >= 0.0 && v >= 0.0 && u < frame.camera.width && v < frame.camera.height)) continue;
      const double measured = frame.depth_m.at(static_cast<int>(v), static_cast<int>(u));
      if (std::abs(measured - p.z()) < kSameDepthRatio * measured) ++shared;
    }
  }
  return samples > 0 ? static_cast<double>(shared) / samples : 0.0;
}

const Keyframe* ChooseReference(const Frame& frame, const Pose& camera_from_map,
                                const std::vector<Keyframe>& keyframes, double min_shared) {
  const Keyframe* best = nullptr;
  double most = kLeastShared;
  for (const Keyframe& keyframe : keyframes) {
    const double shared =
        SharedSurface(keyframe.frame->host(), frame, camera_from_map * keyframe.camera_from_map.inverse());
    if (shared >= min_shared) return &keyframe;
    if (shared > most) {
      most = shared;
      best = &keyframe;
    }
  }
  return best;
}

}  // namespace isogs
