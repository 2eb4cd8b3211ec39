// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// Takes a mesh piece by piece, as it is made.
class MeshSink {
 public:
  virtual ~MeshSink() = default;
  /// `piece`: vertices that follow those before, and triangles whose indices count from the first vertex of
  /// the whole mesh; they may name vertices of the next piece.
  virtual void Append(const TriangleMesh& piece) = 0;
};

/// Collects the mesh in memory.
class MemorySink : public MeshSink {
 public:
  void Append(const TriangleMesh& piece) override {
    const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    append(mesh.vertices, piece.vertices);
    append(mesh.normals, piece.normals);
    append(mesh.colors, piece.colors);
    append(mesh.triangles, piece.triangles);
  }

  /// So that a mesh of that size does not move while it grows.
  void Reserve(size_t vertices, size_t triangles) {
    mesh.vertices.reserve(3 * vertices);
    mesh.normals.reserve(3 * vertices);
    mesh.colors.reserve(3 * vertices);
    mesh.triangles.reserve(3 * triangles);
  }

  TriangleMesh mesh;
};

}  // namespace isogs
