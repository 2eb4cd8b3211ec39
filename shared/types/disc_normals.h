// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>
#include <span>
#include <vector>

#include "shared/types/gaussian_cloud.h"

namespace isogs {

/// The smallest axis of Gaussian i, of length 1 and either direction, if it is flat: its smallest scale below
/// kFlatRatio of the middle one.
std::optional<Eigen::Vector3f> DiscNormal(const GaussianCloud& cloud, size_t i);

/// [N,3]: each Gaussian's normal, turned towards the camera that created it; for a round one, whose axes tell
/// nothing, the direction to that camera; 0 where the camera is not known. `centers` are the cameras', in the
/// cloud's frame, by timestep.
std::vector<float> SeenNormals(const GaussianCloud& cloud, std::span<const Eigen::Vector3f> centers);

}  // namespace isogs
