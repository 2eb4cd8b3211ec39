// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "shared/geometry/pose.h"
#include "shared/types/frame.h"

namespace isogs {

/// Points that a frame measures, on a grid of 24 columns, in its camera's axes.
std::vector<Eigen::Vector3d> SurfaceGrid(const Frame& frame);

/// Share (0..1) of a keyframe's surface, see SurfaceGrid, that the frame measures too: inside its image and
/// not behind or in front of what it sees. Poses decide where to look.
double SharedSurface(std::span<const Eigen::Vector3d> keyframe_surface, const Frame& frame,
                     const Pose& frame_from_keyframe);

}  // namespace isogs
