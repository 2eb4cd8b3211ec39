// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/chunk_bounds.h"

#include <algorithm>

#include "shared/geometry/near_plane.h"
#include "slam/rendering/projection_math.h"

namespace isogs {
namespace {

/// Sets the half-space x nx + y ny + z nz + offset >= 0 of the camera, in the map.
void SetFace(const RenderCamera& camera, int face, float x, float y, float z, float offset,
             float reach_over_sigma, ChunkView* view) {
  const float normal[3] = {x, y, z};
  view->offsets[face] = offset;
  view->reach_over_sigma[face] = reach_over_sigma;
  for (int j = 0; j < 3; ++j) view->normals[face][j] = 0.0f;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) view->normals[face][j] += camera.rotation[3 * i + j] * normal[i];
    view->offsets[face] += camera.translation[i] * normal[i];
  }
}

}  // namespace

ChunkView MakeChunkView(const RenderCamera& camera, float min_alpha) {
  // A splat of variance s^2 reaches sqrt(max_q (s^2 + blur)) <= sqrt(max_q) (s + sqrt(blur)) pixels, and
  // s <= f sigma / z sqrt(1 + (x/z)^2 + (y/z)^2), in which the ratios are clamped. Times z that is linear.
  const float root_q = std::sqrt(1.002f * (2.0f * std::log(1.0f / min_alpha) + splat::kCullSlack));
  const float blur_px = root_q * std::sqrt(splat::kBlurPx2);
  const float limit_x = splat::kFieldOfViewMargin * 0.5f * static_cast<float>(camera.width) / camera.fx;
  const float limit_y = splat::kFieldOfViewMargin * 0.5f * static_cast<float>(camera.height) / camera.fy;
  const float stretch = std::sqrt(1.0f + limit_x * limit_x + limit_y * limit_y);
  const float reach = 1.01f * root_q * std::max(camera.fx, camera.fy) * stretch;
  const float right = static_cast<float>(camera.width - 1) - camera.cx;
  const float bottom = static_cast<float>(camera.height - 1) - camera.cy;
  ChunkView view;
  SetFace(camera, 0, camera.fx, 0.0f, camera.cx + blur_px, 0.0f, reach, &view);
  SetFace(camera, 1, -camera.fx, 0.0f, right + blur_px, 0.0f, reach, &view);
  SetFace(camera, 2, 0.0f, camera.fy, camera.cy + blur_px, 0.0f, reach, &view);
  SetFace(camera, 3, 0.0f, -camera.fy, bottom + blur_px, 0.0f, reach, &view);
  SetFace(camera, 4, 0.0f, 0.0f, 1.0f, -kNearPlaneM, 0.0f, &view);
  return view;
}

}  // namespace isogs
