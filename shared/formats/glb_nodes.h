// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Geometry>
#include <vector>

#include "shared/formats/glb.h"

namespace isogs::glb {

/// A mesh, and where it stands.
struct PlacedMesh {
  size_t mesh = 0;
  Eigen::Affine3d world_from_mesh = Eigen::Affine3d::Identity();
};

/// The meshes of a document's scene, by its nodes. Throws Error where a node is reached twice.
std::vector<PlacedMesh> MeshesOfScene(const Json& gltf);

}  // namespace isogs::glb
