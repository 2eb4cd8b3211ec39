// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <vector>

#include "shared/core/parallel.h"
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

/// Writes `count` records of `size` bytes, in chunks of megabytes. `fill(i, bytes)` sets record i; it is
/// called from several threads.
template <typename Fill>
void WriteRecords(size_t count, size_t size, AtomicFile* file, Fill&& fill) {
  const size_t at_once = std::max<size_t>((size_t{8} << 20) / size, 1);
  std::vector<char> chunk(std::min(count, at_once) * size);
  for (size_t first = 0; first < count; first += at_once) {
    const size_t here = std::min(at_once, count - first);
    ParallelFor(static_cast<int64_t>(here), 32768, [&](int64_t begin, int64_t end) {
      for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
        fill(first + i, &chunk[i * size]);
      }
    });
    file->Write({chunk.data(), here * size});
  }
}

}  // namespace isogs::mesh_formats
