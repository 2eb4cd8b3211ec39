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
    Eigen::Matrix<float, 3, 4> columns;  // normal and corners
    for (size_t k = 0; k < 3; ++k) {
      columns.col(static_cast<Eigen::Index>(k) + 1) =
          Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * size_t{mesh.triangles[3 * i + k]}]);
    }
    const Eigen::Vector3f side = columns.col(2) - columns.col(1), other = columns.col(3) - columns.col(1);
    columns.col(0) = side.cross(other).stableNormalized();
    std::memcpy(bytes, columns.data(), sizeof(columns));
    std::memset(bytes + sizeof(columns), 0, 2);
  });
}

}  // namespace isogs::mesh_formats
