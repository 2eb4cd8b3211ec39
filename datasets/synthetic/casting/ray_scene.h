// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <embree3/rtcore.h>

#include <cstdint>

#include "datasets/synthetic/surface/scene_mesh.h"

namespace isogs::synthetic {

/// A scene's triangles ready for rays (Embree). Casting is const and may be done from several threads at
/// once; what a ray hits does not depend on the machine where it has AVX2, nor on the number of threads.
class RayScene {
 public:
  static constexpr int kPacket = 8;
  /// Rays begin this far from their origin: in a robust scene a surface at distance 0 may be a hit or not.
  static constexpr float kNearest_m = 1e-4f;

  explicit RayScene(const SceneMesh& mesh);
  ~RayScene();
  RayScene(const RayScene&) = delete;
  RayScene& operator=(const RayScene&) = delete;

  /// Of rays 0 to `count`; geomID is RTC_INVALID_GEOMETRY_ID where nothing is hit, primID the triangle.
  void Intersect(RTCRayHit8& rays, int count, bool coherent) const;
  /// tfar becomes -inf where something is hit.
  void Occlude(RTCRay8& rays, int count) const;

 private:
  RTCDevice device_ = nullptr;
  RTCScene scene_ = nullptr;
};

/// Lane `i` of a packet.
inline void SetRay(RTCRay8& rays, int i, const Eigen::Vector3f& origin, const Eigen::Vector3f& direction,
                   float farthest) {
  rays.org_x[i] = origin.x();
  rays.org_y[i] = origin.y();
  rays.org_z[i] = origin.z();
  rays.dir_x[i] = direction.x();
  rays.dir_y[i] = direction.y();
  rays.dir_z[i] = direction.z();
  rays.tnear[i] = RayScene::kNearest_m;
  rays.tfar[i] = farthest;
  rays.time[i] = 0.0f;
  rays.mask[i] = 0xffffffffu;
  rays.id[i] = static_cast<unsigned>(i);
  rays.flags[i] = 0;
}

}  // namespace isogs::synthetic
