// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/keyframes/keyframe_overlap.h"

#include <cstdint>

#include "shared/core/parallel.h"
#include "shared/geometry/projection.h"

namespace isogs {
namespace {

constexpr double kBorderOverWidth = 20.0 / 640.0;

/// Points in the map's frame behind `samples` random pixels with valid depth, drawn with replacement.
std::vector<Eigen::Vector3d> SamplePoints(const Frame& frame, const Pose& map_from_camera, int samples,
                                          Random& random) {
  const std::vector<float>& depths = frame.depth_m.values();
  std::vector<int32_t> valid;
  valid.reserve(depths.size());
  for (size_t i = 0; i < depths.size(); ++i) {
    if (depths[i] > 0.0f) valid.push_back(static_cast<int32_t>(i));
  }
  std::vector<Eigen::Vector3d> points;
  if (valid.empty()) return points;
  const Camera& camera = frame.camera;
  for (int k = 0; k < samples; ++k) {
    const int32_t pixel = valid[random.NextIndex(valid.size())];
    const int row = pixel / camera.width;
    const double z = depths[static_cast<size_t>(pixel)];
    points.push_back(map_from_camera * PointAt(camera, pixel % camera.width, row, z));
  }
  return points;
}

bool IsInView(const Eigen::Vector3d& in_camera, const Camera& camera) {
  if (in_camera.z() <= 0.0) return false;
  const double border = kBorderOverWidth * camera.width;
  const ImagePoint<double> pixel = PixelOf(camera, in_camera);
  return pixel.u > border && pixel.u < camera.width - border && pixel.v > border &&
         pixel.v < camera.height - border;
}

}  // namespace

std::vector<double> KeyframeOverlaps(const Frame& frame, const Pose& camera_from_map,
                                     std::span<const Keyframe> keyframes, int samples, Random& random) {
  std::vector<double> overlaps(keyframes.size(), 0.0);
  const auto points = SamplePoints(frame, camera_from_map.inverse(), samples, random);
  if (points.empty()) return overlaps;
  ParallelFor(static_cast<int64_t>(keyframes.size()), 1, [&](int64_t index, int64_t /*end*/) {
    const Keyframe& keyframe = keyframes[static_cast<size_t>(index)];
    int inside = 0;
    for (const Eigen::Vector3d& point : points) {
      if (IsInView(keyframe.camera_from_map * point, keyframe.images->camera())) ++inside;
    }
    overlaps[static_cast<size_t>(index)] = inside / static_cast<double>(points.size());
  });
  return overlaps;
}

}  // namespace isogs
