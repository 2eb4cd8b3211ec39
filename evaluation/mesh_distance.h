// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <embree3/rtcore.h>

#include <cstddef>
#include <vector>

#include "shared/types/triangle_mesh.h"
#include "slam/losses/pixel_samples.h"

namespace isogs {

/// A mesh asked how far points are from its surface: from the triangles themselves, not from samples of them.
class MeshDistance {
 public:
  /// Throws Error if the mesh has no triangle.
  explicit MeshDistance(TriangleMesh mesh);
  ~MeshDistance();
  MeshDistance(const MeshDistance&) = delete;
  MeshDistance& operator=(const MeshDistance&) = delete;

  /// From each sample to the surface [m], on all threads. The samples are in the mesh's frame.
  std::vector<float> To(const PixelSamples& samples) const;

  const TriangleMesh& mesh() const { return mesh_; }

 private:
  float ToPoint(float x, float y, float z) const;

  TriangleMesh mesh_;
  RTCDevice device_ = nullptr;
  RTCScene scene_ = nullptr;
};

}  // namespace isogs
