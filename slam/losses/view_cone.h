// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/rendering/camera_view.h"
#include "slam/rendering/chunk_bounds.h"
#include "slam/rendering/vector_math.h"

namespace isogs {

/// A half-space of the map in which a view's points lie: normal . p + offset >= 0, normal of length 1.
struct HalfSpace {
  float normal[3];
  float offset;
};

/// What a view sees.
struct ViewCone {
  static constexpr int kFaces = 5;
  HalfSpace faces[kFaces];
};
ViewCone MakeViewCone(const RenderCamera& camera);

/// Whether a ball may meet the cone; false if a number is NaN.
ISOGS_HD inline bool Meets(const ViewCone& cone, const float* centre, float radius) {
  for (const HalfSpace& face : cone.faces) {
    const float distance =
        face.normal[0] * centre[0] + face.normal[1] * centre[1] + face.normal[2] * centre[2] + face.offset;
    if (!(distance >= -radius)) return false;
  }
  return true;
}

/// False only if no ball of radius `reach` around a point of the chunk's box meets the cone.
ISOGS_HD inline bool MayMeet(const ChunkBounds& chunk, const ViewCone& cone, float reach) {
  for (const HalfSpace& face : cone.faces) {
    if (!MayMeet(chunk, face.normal, face.offset, reach)) return false;
  }
  return true;
}

}  // namespace isogs
