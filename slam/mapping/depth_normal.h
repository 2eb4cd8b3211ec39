// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <optional>

#include "shared/geometry/camera.h"
#include "slam/losses/image_loss.h"

namespace isogs {

/// Unit normal of the measured surface at a pixel with valid depth, in the camera's axes, towards the camera:
/// of the plane that fits the pixels around best. In an image a plane's inverse depth is linear, so the fit
/// is two-dimensional; pixels across a depth edge are left out. Nothing where too few are left or the surface
/// is seen edge on.
std::optional<Eigen::Vector3d> NormalAt(const FrameView& frame, const Camera& camera, int x, int y);

}  // namespace isogs
