// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/mesh_file.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/shared/ipc/test_values.h"
#include "tests/shared/test_meshes.h"

namespace isogs::fuzz {
namespace {

void Read(const Input& input) { ReadMesh(input.File("mesh.obj")); }

std::vector<std::string> Seeds() {
  return {BytesOf([](const auto& file) { WriteMesh(file, TestMesh().mesh); }, "seed.obj"),
          BytesOf(
              [](const auto& file) {
                WriteMesh(file, test::Room({1, 2, 3}, 9));
              },
              "seed.obj"),
          "# two faces\nv 0 0 0\nv 1 0 0 1.0\nv 0 1 0\nv 0 0 1\nvt 0 0\nf 1/1 2/1 3/1 4/1\nf -1 -2 -3\n"};
}

std::vector<std::string> Words() {
  return {"\nv ", "\nvn ", "\nf ", "//", "/1/", "-1", "-9223372036854775808", "nan"};
}

const Registration kRegistration({"mesh_obj", Read, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
