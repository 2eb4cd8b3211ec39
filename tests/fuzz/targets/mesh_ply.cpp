// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/mesh_file.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/ply_words.h"
#include "tests/shared/ipc/test_values.h"
#include "tests/shared/test_meshes.h"

namespace isogs::fuzz {
namespace {

void Read(const Input& input) { ReadMesh(input.File("mesh.ply")); }

std::vector<std::string> Seeds() {
  return {BytesOf([](const auto& file) { WriteMesh(file, TestMesh().mesh); }, "seed.ply"),
          BytesOf(
              [](const auto& file) {
                WriteMesh(file, test::Room({1, 2, 3}, 9));
              },
              "seed.ply"),
          "ply\nformat ascii 1.0\nelement vertex 4\nproperty double x\nproperty double y\nproperty double z\n"
          "property ushort red\nproperty ushort green\nproperty ushort blue\nelement edge 1\n"
          "property int vertex1\nproperty int vertex2\nelement face 2\nproperty list int uint vertex_index\n"
          "property list uchar float texcoord\nend_header\n"
          "0 0 0 1 2 3\n1 0 0 1 2 3\n0 1 0 1 2 3\n0 0 1 1 2 3\n0 1\n4 0 1 2 3 2 0.5 0.5\n3 0 2 3 0\n"};
}

void ReadPoints(const Input& input) { ReadPointsPly(input.File("points.ply")); }

const Registration kRegistration({"mesh_ply", Read, Seeds, PlyWords});
const Registration kPointsRegistration({"points_ply", ReadPoints, Seeds, PlyWords});

}  // namespace
}  // namespace isogs::fuzz
