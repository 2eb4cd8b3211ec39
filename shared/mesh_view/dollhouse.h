// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/mesh_view/render_mesh.h"

namespace isogs {

/// A viewpoint from above and from a corner, like into a doll's house: triangles that show their back
/// (ceiling and near walls of a room) are not drawn by RenderMesh. Of eight directions the one that shows the
/// most. The picture is filled, but for a few far outliers. `up` may be off by 25 degrees: floors and
/// ceilings correct it.
MeshViewpoint DollhouseViewpoint(const TriangleMesh& mesh, const Eigen::Vector3d& up, int width, int height);

}  // namespace isogs
