// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// The point of the mesh's triangles nearest to `point`. Throws Error if it has no triangle.
Eigen::Vector3d NearestSurfacePoint(const TriangleMesh& mesh, const Eigen::Vector3d& point);

}  // namespace isogs
