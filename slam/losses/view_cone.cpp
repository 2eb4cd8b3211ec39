// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/view_cone.h"

#include <cmath>

namespace isogs {
namespace {

/// The half-space x nx + y ny + z nz >= 0 of the camera, in the map.
HalfSpace ToMap(const RenderCamera& camera, float x, float y, float z) {
  const float inverse = 1.0f / std::sqrt(x * x + y * y + z * z);
  const float normal[3] = {x * inverse, y * inverse, z * inverse};
  HalfSpace face = {};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) face.normal[j] += camera.rotation[3 * i + j] * normal[i];
    face.offset += camera.translation[i] * normal[i];
  }
  return face;
}

}  // namespace

ViewCone MakeViewCone(const RenderCamera& camera) {
  // Through the outer borders of the image's pixels: half a pixel of slack.
  const float right = static_cast<float>(camera.width) - 0.5f;
  const float bottom = static_cast<float>(camera.height) - 0.5f;
  return {{ToMap(camera, camera.fx, 0.0f, camera.cx + 0.5f),
           ToMap(camera, -camera.fx, 0.0f, right - camera.cx),
           ToMap(camera, 0.0f, camera.fy, camera.cy + 0.5f),
           ToMap(camera, 0.0f, -camera.fy, bottom - camera.cy), ToMap(camera, 0.0f, 0.0f, 1.0f)}};
}

}  // namespace isogs
