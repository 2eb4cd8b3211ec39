// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "shared/types/triangle_mesh.h"
#include "web/scene/message.h"

namespace isogs::web {

/// A cell of the mesh as it is now.
struct CellNews {
  uint32_t id = 0;
  Eigen::Vector3f center = Eigen::Vector3f::Zero();  ///< m
  Body body;                                         ///< says of an empty cell that it is
};

struct MeshNews {
  bool restarts = false;  ///< ids of before no longer hold
  std::vector<CellNews> cells;
};

/// Cuts a growing mesh into cubic cells, so that only those travel in which something changed. A triangle
/// belongs to the cell of its middle. Vertices lie on one lattice for all cells, so that cells meet without
/// cracks.
class MeshCells {
 public:
  /// The cells that are not as they were after the last call. Triangles that are too far away for the lattice
  /// are left out. `cell_size_m` should stay the same; with another, everything starts anew.
  MeshNews Update(const TriangleMesh& mesh, double cell_size_m);

  /// Of all bodies.
  size_t bytes() const;

 private:
  struct Lattice {
    double step_m = 0.0;
    int64_t steps_per_cell = 0;
    bool operator==(const Lattice&) const = default;
  };
  struct Cell {
    Eigen::Vector3f center;
    Body body;
  };
  Lattice LatticeFor(const TriangleMesh& mesh, double cell_size_m) const;
  void Place(const TriangleMesh& mesh);
  /// For each triangle its cell, or kNone.
  std::vector<uint32_t> CellsOfTriangles(const TriangleMesh& mesh);
  uint32_t CellAt(const std::array<int64_t, 3>& cell);
  Body BodyOf(uint32_t cell, const TriangleMesh& mesh, std::span<const uint32_t> triangles);
  void Compare(uint32_t cell, Body body, MeshNews* news);

  Lattice lattice_;
  std::unordered_map<uint64_t, uint32_t> ids_;  // by where a cell lies
  std::vector<Cell> cells_;                     // by id
  // While an update is made:
  std::vector<std::array<int32_t, 3>> places_;  // of vertices, in steps; kFar: nowhere
  std::vector<uint32_t> local_, owner_;  // of vertices: their number within the cell that used them last
};

}  // namespace isogs::web
