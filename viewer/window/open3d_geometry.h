// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <open3d/geometry/Geometry3D.h>
#include <open3d/geometry/Image.h>
#include <open3d/geometry/LineSet.h>

#include <memory>
#include <span>

#include "shared/image/image.h"
#include "viewer/scene/scene_state.h"

namespace isogs {

enum class Shading {
  kColors,          ///< the vertices' colours as they are
  kShaded,          ///< the bare surface, to be lit
  kNormals,         ///< colours that say which way the surface looks
  kShadedVertices,  ///< the bare surface, its colours lit already
};

/// A mesh, or a point cloud if it has no triangles. Normals are made up where there are none; without colours
/// it is grey.
std::shared_ptr<open3d::geometry::Geometry3D> ToOpen3d(const TriangleMesh& mesh, Shading shading);
/// Each edge once.
open3d::geometry::LineSet EdgesOf(const TriangleMesh& mesh);
/// From point to point.
open3d::geometry::LineSet PathLines(std::span<const Eigen::Vector3f> points);
/// The pyramid of what it sees, in the colour of its tracking state; no lines if the camera is not known.
open3d::geometry::LineSet FrustumLines(const MovingCamera& camera);

/// Interleaved. `image`: [3,H,W].
std::shared_ptr<open3d::geometry::Image> ToOpen3d(const Image<uint8_t>& image);
/// `pixels`: [height,width,3], interleaved.
Image<uint8_t> FromInterleaved(const uint8_t* pixels, int height, int width);

}  // namespace isogs
