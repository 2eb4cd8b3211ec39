// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/image/image.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// From where a mesh is looked at.
struct MeshViewpoint {
  Camera camera;
  Pose camera_from_world = Pose::Identity();
};

struct MeshRenderOptions {
  bool back_faces = false;  // also draw triangles seen from their back: without them one looks into a room
  std::array<uint8_t, 3> background = {255, 255, 255};
};

/// A picture [3,H,W] of a mesh, without a display or a GPU: shaded by the angle of its normals (of its faces,
/// if it has none) with its colours, or grey, four samples a pixel. The same bit for bit on any number of
/// threads.
Image<uint8_t> RenderMesh(const TriangleMesh& mesh, const MeshViewpoint& viewpoint,
                          const MeshRenderOptions& options = {});

}  // namespace isogs
