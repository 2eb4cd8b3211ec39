// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/packed_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace isogs {
namespace {

constexpr float kSteps = 65535.0f;

template <typename T>
void AppendLittleEndian(T value, std::string* bytes) {
  for (size_t i = 0; i < sizeof(T); ++i) bytes->push_back(static_cast<char>(value >> 8 * i & 0xFF));
}

}  // namespace

PackedMesh Pack(const TriangleMesh& mesh) {
  PackedMesh packed{.bytes = {},
                    .vertices = mesh.vertex_count(),
                    .triangles = mesh.triangle_count(),
                    .has_colors = !mesh.colors.empty()};
  float extent = 0.0f;
  for (size_t axis = 0; axis < 3 && packed.vertices > 0; ++axis) {
    float low = mesh.vertices[axis], high = low;
    for (size_t i = axis; i < mesh.vertices.size(); i += 3) {
      low = std::min(low, mesh.vertices[i]);
      high = std::max(high, mesh.vertices[i]);
    }
    packed.origin[axis] = low;
    extent = std::max(extent, high - low);
  }
  packed.step_m = std::max(extent, 1e-6f) / kSteps;
  packed.bytes.reserve(mesh.vertices.size() * 3 + mesh.triangles.size() * 4);
  for (size_t i = 0; i < mesh.vertices.size(); ++i) {
    const float steps = std::round((mesh.vertices[i] - packed.origin[i % 3]) / packed.step_m);
    AppendLittleEndian(static_cast<uint16_t>(std::clamp(steps, 0.0f, kSteps)), &packed.bytes);
  }
  // Corners stand at a multiple of 4 bytes, where a page's arrays want them.
  if (packed.bytes.size() % 4 != 0) packed.bytes.append(2, '\0');
  for (const uint32_t corner : mesh.triangles) AppendLittleEndian(corner, &packed.bytes);
  packed.bytes.append(mesh.colors.begin(), mesh.colors.end());
  return packed;
}

}  // namespace isogs
