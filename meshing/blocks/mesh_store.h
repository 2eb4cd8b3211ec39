// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "meshing/blocks/mesh_sink.h"

namespace isogs {

/// Keeps a mesh as it is made: in memory up to a limit, what follows in a file without a name that vanishes
/// with this object or the process.
class MeshStore : public MeshSink {
 public:
  /// `folder`: where that file is made if it is needed; it must exist by then.
  MeshStore(int64_t max_memory_bytes, std::filesystem::path folder);
  ~MeshStore() override;
  MeshStore(const MeshStore&) = delete;
  MeshStore& operator=(const MeshStore&) = delete;

  void Append(const TriangleMesh& piece) override;

  /// Writes a mesh file, see WriteMesh; a PLY piece by piece, other formats from the whole mesh, which then
  /// is in memory. Throws Error where that would take more than the limit.
  void WriteTo(const std::filesystem::path& path);
  /// The whole mesh, in memory.
  TriangleMesh Whole();

  bool on_disk() const { return descriptor_ >= 0; }
  /// Corners of the box around the vertices; without any, low > high.
  const std::array<float, 3>& low() const { return low_; }
  const std::array<float, 3>& high() const { return high_; }

 private:
  struct Piece {
    TriangleMesh mesh;    // in memory, or
    int64_t offset = -1;  // in the file, its arrays one after the other
    size_t vertices = 0, triangles = 0;
  };

  void Spill(const TriangleMesh& mesh);
  TriangleMesh Load(const Piece& piece) const;
  template <typename Body>
  void ForPieces(const Body& body) const;

  int64_t max_memory_bytes_;
  std::filesystem::path folder_;
  std::vector<Piece> pieces_;
  int64_t bytes_ = 0;  // of the pieces in memory
  int64_t file_bytes_ = 0;
  int descriptor_ = -1;
  std::array<float, 3> low_, high_;
};

}  // namespace isogs
