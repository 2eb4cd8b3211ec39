// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// Is a mesh of that name written as PLY, OBJ, GLB or STL? Throws UsageError naming the extensions known if
/// not. For programs that work long before they write.
void CheckMeshName(const std::filesystem::path& path);

/// Writes the mesh in the format that the extension names, with vertex colours and normals where the mesh and
/// the format have them; the file appears when it is whole.
///   .ply  binary little-endian; all
///   .obj  text; colours behind the positions, as MeshLab and Blender read them
///   .glb  binary glTF 2.0, coordinates as they are (glTF's viewers take y for up); all
///   .stl  binary; triangles alone, with their own normals
/// Throws UsageError for another extension, Error if the file cannot be written or the mesh's arrays do not
/// fit together.
void WriteMesh(const std::filesystem::path& path, const TriangleMesh& mesh);

/// Reads a mesh of PLY (binary or text; scalars of any type; normals and colours where all
/// three are there) or OBJ (normals where each vertex has one, and all are finite). Polygons are cut into
/// fans; other elements and properties, and what stands behind the last, are ignored. Throws UsageError for
/// another extension, Error naming the file if it is truncated, has a position that is not finite, a polygon
/// of less than three corners or an index out of range.
TriangleMesh ReadMesh(const std::filesystem::path& path);

/// The vertices of a PLY file of points, a mesh or splats; its faces, if there are any, are not read. Throws
/// Error as ReadMesh does.
TriangleMesh ReadPointsPly(const std::filesystem::path& path);

}  // namespace isogs
