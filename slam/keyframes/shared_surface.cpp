// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/shared_surface.h"

#include <algorithm>
#include <cmath>

#include "shared/geometry/projection.h"

namespace isogs {
namespace {

constexpr int kGridColumns = 24;
constexpr float kSameDepthRatio = 0.04f;  // wide enough for the error of a prediction
constexpr double kNearest_m = 0.05;

}  // namespace

std::vector<Eigen::Vector3d> SurfaceGrid(const Frame& frame) {
  const Camera& camera = frame.camera;
  const int step = std::max(1, camera.width / kGridColumns);
  std::vector<Eigen::Vector3d> points;
  for (int y = step / 2; y < camera.height; y += step) {
    for (int x = step / 2; x < camera.width; x += step) {
      const double z = frame.depth_m.at(y, x);
      if (z > 0.0) points.push_back(PointAt(camera, x, y, z));
    }
  }
  return points;
}

double SharedSurface(std::span<const Eigen::Vector3d> keyframe_surface, const Frame& frame,
                     const Pose& frame_from_keyframe) {
  int shared = 0;
  for (const Eigen::Vector3d& point : keyframe_surface) {
    const Eigen::Vector3d p = frame_from_keyframe * point;
    if (!(p.z() > kNearest_m)) continue;
    const ImagePoint<double> pixel = PixelOf(frame.camera, p);
    const double u = std::round(pixel.u), v = std::round(pixel.v);
    if (!(u >= 0.0 && v >= 0.0 && u < frame.camera.width && v < frame.camera.height)) continue;
    const double measured = frame.depth_m.at(static_cast<int>(v), static_cast<int>(u));
    if (std::abs(measured - p.z()) < kSameDepthRatio * measured) ++shared;
  }
  return keyframe_surface.empty()
             ? 0.0
             : static_cast<double>(shared) / static_cast<double>(keyframe_surface.size());
}

}  // namespace isogs
