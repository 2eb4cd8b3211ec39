// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// How near a mesh and the true surface come to each other, by samples of both. Ratios are in 0..1.
struct MeshFigures {
  double accuracy_m = 0.0;            // mean distance from the mesh to the truth
  double completion_m = 0.0;          // mean distance from the truth to the mesh
  double completion_ratio_5cm = 0.0;  // share of the truth within 5 cm of the mesh
  double precision_1cm = 0.0;         // share of the mesh within 1 cm of the truth
  double recall_1cm = 0.0;            // share of the truth within 1 cm of the mesh
  double f1_1cm = 0.0;                // harmonic mean of the two
  double precision_5cm = 0.0;
  double recall_5cm = 0.0;
  double f1_5cm = 0.0;
  /// Mean of |n . n'| of each sample and its nearest, in both directions (Mescheder et al., Occupancy
  /// Networks, 2019).
  double normal_consistency = 0.0;
};

inline constexpr size_t kMeshSamples = 200'000;

/// Compares `samples` points on each surface, drawn with fixed seeds. Samples of the mesh that lie more than
/// 5 cm outside of the bounding box of those of the truth do not count.
///
/// Distances are between samples: even the truth is not 0 m away from itself, and its own figures, for as
/// many samples, are the best that a mesh can reach. Throws Error if one has no surface or no sample counts.
MeshFigures CompareMeshes(const TriangleMesh& mesh, const TriangleMesh& truth, size_t samples = kMeshSamples);

}  // namespace isogs
