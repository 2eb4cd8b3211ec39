// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "meshing/blocks/mesh_sink.h"
#include "meshing/gaussians/mesh_options.h"
#include "meshing/gaussians/prepared_gaussians.h"

namespace isogs {

/// What an extraction did.
struct MeshReport {
  int64_t gaussians = 0;           ///< in the cloud
  int64_t unusable_gaussians = 0;  ///< left out: numbers that are not finite
  int64_t used_gaussians = 0;      ///< reach the mesh's space
  int64_t blocks = 0;              ///< reached by some Gaussian
  int64_t surface_blocks = 0;      ///< with a surface in them
  int64_t vertices = 0, triangles = 0;
  int64_t components = 0;
  int64_t removed_components = 0, removed_triangles = 0;              ///< smaller than min_component
  double index_s = 0.0, grid_s = 0.0, field_s = 0.0, stitch_s = 0.0;  ///< field: marching cubes included
};

/// Share of the work that is done, 0 to 1.
using MeshProgress = std::function<void(double done)>;

/// Hands the mesh of the Gaussians to `sink`, in their frame. Equal bit for bit for any number of threads,
/// `batch_blocks` and `max_memory_bytes`; another block size orders vertices and triangles otherwise, and
/// changes nothing else. Throws UsageError where there would be more than `max_blocks` blocks.
MeshReport ExtractMesh(const GaussianSource& source, const MeshOptions& options, MeshSink* sink,
                       const MeshProgress& progress = {});

}  // namespace isogs
