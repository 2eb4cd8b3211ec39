// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meshing/gaussians/mesh_options.h"

namespace isogs {

/// Weight that a vertex needs; 0: the field has no weights.
inline float MinVertexWeight(const MeshOptions& options) {
  return options.surface == Surface::kOriented ? static_cast<float>(options.min_weight) : 0.0f;
}

/// A sample has a value from this share of the weight on that a vertex needs: around a corner of a box, the
/// samples outside have little although the surface between them has enough.
inline float MinSampleWeight(const MeshOptions& options) {
  constexpr double kSampleShare = 0.08;
  return static_cast<float>(kSampleShare * options.min_weight);
}

}  // namespace isogs
