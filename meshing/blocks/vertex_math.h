// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "shared/core/host_device.h"

// What a vertex is made of, for all devices.
namespace isogs {

/// Where along an edge the value is 0, from 0 at the lower end to 1.
ISOGS_HD inline float CrossingAlong(float lower, float upper) {
  return std::clamp(lower / (lower - upper), 0.0f, 1.0f);
}

/// Whether a vertex has too little of the weights at its edge's ends.
ISOGS_HD inline bool IsWeak(float along, float lower_weight, float upper_weight, float min_weight) {
  return (1.0f - along) * lower_weight + along * upper_weight < min_weight;
}

/// `along` in the steps in which a vertex's place is known: what floats add without error to places in a
/// block, so that it does not matter where the block begins.
ISOGS_HD inline float RoundedPlace(float along) {
  constexpr float kSteps = 4096.0f;
  return std::floor(along * kSteps + 0.5f) / kSteps;
}

/// The sums of a vertex over the Gaussians around.
struct VertexSums {
  float weight;
  float color[3];   // RGB times weight
  float normal[3];  // any length
};

/// A vertex as meshes have it.
struct MeshVertex {
  float position_m[3];
  float normal[3];  // of length 1
  uint8_t color[3];
};

ISOGS_HD inline MeshVertex FinishVertex(const int32_t (&point)[3], int axis, float along, double voxel_size_m,
                                        const VertexSums& sums) {
  MeshVertex vertex;
  float normal[3] = {sums.normal[0], sums.normal[1], sums.normal[2]};
  const float length = std::sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
  const float scale = length > 0.0f ? 1.0f / length : 1.0f;
  if (!(length > 0.0f)) normal[2] = 1.0f;  // a unit vector always
  for (int k = 0; k < 3; ++k) {
    const double beyond = k == axis ? static_cast<double>(along) : 0.0;
    vertex.position_m[k] = static_cast<float>((point[k] + beyond) * voxel_size_m);
    vertex.normal[k] = scale * normal[k];
    const float color = sums.color[k] / sums.weight + 0.5f;
    vertex.color[k] = static_cast<uint8_t>(color > 0.0f ? std::min(color, 255.0f) : 0.0f);  // NaN gives 0
  }
  return vertex;
}

}  // namespace isogs
