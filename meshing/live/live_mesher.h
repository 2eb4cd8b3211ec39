// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "meshing/blocks/block_meshing.h"
#include "meshing/gaussians/mesh_options.h"
#include "shared/ipc/gaussian_record.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// What an update did.
struct LiveUpdate {
  int64_t changed_gaussians = 0;  ///< new, gone, or noticeably different
  int64_t updated_blocks = 0;     ///< that one of them reaches, or that share voxels with such a block
};

/// Keeps the mesh of a map that changes, and meshes only those blocks again that a changed Gaussian reaches
/// or reached. A Gaussian is compared with its values when it was last meshed, so that slow drift does not
/// hide; one that changed too little to be seen keeps those values, so that all blocks agree about it.
///
/// After an exact update the mesh equals that of a mesher which has seen nothing but this snapshot, and that
/// of ExtractMesh for the same Gaussians in the order of their ids, bit for bit.
class LiveMesher {
 public:
  /// Throws UsageError for options out of range.
  explicit LiveMesher(const MeshOptions& options);

  /// `gaussians`: all of the map; ids are distinct. `exact`: any difference counts. Where it throws, the mesh
  /// is empty, and the next update meshes everything.
  LiveUpdate Update(std::span<const GaussianRecord> gaussians, bool exact);

  /// In the map's frame.
  TriangleMesh Mesh() const;
  /// Of the cached meshes of blocks.
  size_t bytes() const;
  const MeshOptions& options() const { return options_; }

 private:
  template <typename Record>
  BlockMeshing<Record>& Meshing();
  template <typename Record>
  void Remesh(const std::vector<uint64_t>& dirty);

  MeshOptions options_;
  // Of these the surface's, from its first use on.
  std::unique_ptr<BlockMeshing<DensityGaussian>> density_;
  std::unique_ptr<BlockMeshing<OrientedGaussian>> oriented_;
  std::vector<GaussianRecord> meshed_;                // as they were last meshed, by ascending id
  std::map<int32_t, std::vector<BlockMesh>> layers_;  // by x; blocks ascending
};

}  // namespace isogs
