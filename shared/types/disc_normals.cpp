// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/types/disc_normals.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "shared/core/parallel.h"
#include "shared/types/disc_thickness.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;

}  // namespace

std::optional<Eigen::Vector3f> DiscNormal(const GaussianCloud& cloud, size_t i) {
  const Eigen::Vector3f scales(&cloud.log_scales[3 * i]);
  Eigen::Index smallest;
  const float least = scales.minCoeff(&smallest);
  const float middle = scales.sum() - least - scales.maxCoeff();
  if (!(least < middle + std::log(kFlatRatio))) return std::nullopt;
  const float* q = &cloud.rotations[4 * i];
  const Eigen::Matrix3f axes = Eigen::Quaternionf(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix();
  return axes.col(smallest);
}

std::vector<float> SeenNormals(const GaussianCloud& cloud, std::span<const Eigen::Vector3f> centers) {
  std::vector<float> normals(3 * cloud.size());
  ParallelFor(static_cast<int64_t>(cloud.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const float timestep = cloud.timesteps[i];
      if (!(timestep >= 0.0f) || timestep >= static_cast<float>(centers.size())) continue;
      const Eigen::Vector3f to_camera =
          centers[static_cast<size_t>(timestep)] - Eigen::Vector3f(&cloud.means[3 * i]);
      Eigen::Vector3f normal = DiscNormal(cloud, i).value_or(to_camera.normalized());
      if (normal.dot(to_camera) < 0.0f) normal = -normal;
      std::copy_n(normal.data(), 3, &normals[3 * i]);
    }
  });
  return normals;
}

}  // namespace isogs
