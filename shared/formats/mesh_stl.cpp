// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <Eigen/Geometry>
#include <array>
#include <cstring>
#include <limits>
#include <string>

#include "shared/core/error.h"
#include "shared/formats/mesh_formats.h"
#include "shared/formats/write_records.h"

namespace isogs::mesh_formats {
namespace {

/// A triangle as it lies in a file: normal, corners, and two bytes that nobody uses.
constexpr size_t kTriangleSize = 12 * sizeof(float) + 2;

}  // namespace

void WriteStl(const TriangleMesh& mesh, AtomicFile* file) {
  if (mesh.triangle_count() > std::numeric_limits<uint32_t>::max()) {
    throw Error("the mesh has " + std::to_string(mesh.triangle_count()) + " triangles, STL holds 4294967295");
  }
  std::array<char, 84> header = {"IsoGS"};  // must not begin with "solid", which announces text
  const auto count = static_cast<uint32_t>(mesh.triangle_count());
  std::memcpy(&header[80], &count, sizeof(count));
  file->Write({header.data(), header.size()});
  WriteRecords(count, kTriangleSize, file, [&](size_t i, char* bytes) {
    std::array<Eigen::Vector3f, 4> rows;  // normal and corners
    for (size_t k = 0; k < 3; ++k) {
      rows[k + 1] = Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * size_t{mesh.triangles[3 * i + k]}]);
    }
    rows[0] = (rows[2] - rows[1]).cross(rows[3] - rows[1]).stableNormalized();
    std::memcpy(bytes, rows.data(), sizeof(rows));
    std::memset(bytes + sizeof(rows), 0, 2);
  });
}

}  // namespace isogs::mesh_formats
