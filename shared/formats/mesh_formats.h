// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "shared/io/file.h"
#include "shared/types/triangle_mesh.h"

/// The formats behind mesh_file.h, one a .cpp file.
namespace isogs::mesh_formats {

// The arrays of `mesh` fit together.
void WritePly(const TriangleMesh& mesh, AtomicFile* file);
/// The same in pieces: the header with the counts of the whole, all vertices, then all triangles.
void WritePlyHeader(size_t vertices, size_t triangles, bool normals, bool colors, AtomicFile* file);
void WritePlyVertices(const TriangleMesh& piece, AtomicFile* file);
void WritePlyTriangles(const TriangleMesh& piece, AtomicFile* file);
void WriteObj(const TriangleMesh& mesh, AtomicFile* file);
void WriteGlb(const TriangleMesh& mesh, AtomicFile* file);
void WriteStl(const TriangleMesh& mesh, AtomicFile* file);

TriangleMesh ReadPly(const std::filesystem::path& path);
TriangleMesh ReadPlyPoints(const std::filesystem::path& path);
TriangleMesh ReadObj(const std::filesystem::path& path);

/// Normals are optional: where one is not finite, the mesh has none.
inline void DropUnusableNormals(TriangleMesh* mesh) {
  if (!std::ranges::all_of(mesh->normals, [](float x) { return std::isfinite(x); })) mesh->normals.clear();
}

}  // namespace isogs::mesh_formats
