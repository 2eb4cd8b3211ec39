// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/types/gaussian_cloud.h"

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;

}  // namespace

GaussianCloud Transformed(GaussianCloud cloud, const Pose& world_from_map) {
  const Eigen::Quaterniond rotation(world_from_map.linear());
  ParallelFor(static_cast<int64_t>(cloud.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      Eigen::Map<Eigen::Vector3f> mean(&cloud.means[3 * static_cast<size_t>(i)]);
      mean = (world_from_map * mean.cast<double>()).cast<float>();
      float* q = &cloud.rotations[4 * static_cast<size_t>(i)];
      const Eigen::Quaterniond turned = rotation * Eigen::Quaterniond(q[0], q[1], q[2], q[3]);
      q[0] = static_cast<float>(turned.w());
      q[1] = static_cast<float>(turned.x());
      q[2] = static_cast<float>(turned.y());
      q[3] = static_cast<float>(turned.z());
    }
  });
  return cloud;
}

}  // namespace isogs
