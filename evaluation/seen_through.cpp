// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/seen_through.h"

#include <algorithm>
#include <cmath>

#include "shared/core/parallel.h"
#include "shared/geometry/projection.h"

namespace isogs {
namespace {

constexpr size_t kPoints = 200'000;
constexpr uint64_t kSeed = 2;
constexpr int64_t kGrain = 4096;
constexpr double kInFront_m = 0.05;

bool SawThrough(const Frame& frame, const Eigen::Vector3d& in_camera) {
  if (!(in_camera.z() > 0.0)) return false;
  const ImagePoint<double> pixel = PixelOf(frame.camera, in_camera);
  const double u = std::round(pixel.u), v = std::round(pixel.v);
  if (!(u >= 1.0 && v >= 1.0 && u <= frame.camera.width - 2 && v <= frame.camera.height - 2)) return false;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      const float measured_m = frame.depth_m.at(static_cast<int>(v) + dy, static_cast<int>(u) + dx);
      if (!(measured_m > 0.0f && measured_m - in_camera.z() > kInFront_m)) return false;
    }
  }
  return true;
}

}  // namespace

SeenThrough::SeenThrough(const TriangleMesh& mesh)
    : samples_(SampleSurface(mesh, kPoints, kSeed)), is_seen_through_(samples_.size()) {}

void SeenThrough::Look(const Frame& frame, const Pose& camera_from_map) {
  ParallelFor(static_cast<int64_t>(samples_.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      if (is_seen_through_[i] != 0) continue;
      const Eigen::Map<const Eigen::Vector3f> point(&samples_.points[3 * i]);
      if (SawThrough(frame, camera_from_map * point.cast<double>())) is_seen_through_[i] = 1;
    }
  });
}

double SeenThrough::Share() const {
  return static_cast<double>(std::ranges::count(is_seen_through_, 1)) / static_cast<double>(samples_.size());
}

}  // namespace isogs
