// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/ply.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/ply_words.h"
#include "tests/shared/ipc/test_values.h"

namespace isogs::fuzz {
namespace {

void ReadSplats(const Input& input) { ReadSplatPly(input.File("splats.ply")); }

std::string TextOfOne() {
  std::string text = "ply\nformat ascii 1.0\ncomment one\nelement vertex 1\n";
  for (const char* name : {"x", "y", "z", "f_dc_0", "f_dc_1", "f_dc_2", "opacity", "scale_0", "scale_1",
                           "rot_0", "rot_1", "rot_2", "rot_3"}) {
    text += std::string("property float ") + name + "\n";
  }
  return text + "end_header\n0 1 -2 0.5 0.5 0.5 inf -4 -4 1 0 0 0\n";
}

std::vector<std::string> Seeds() {
  return {BytesOf([](const auto& file) { WriteSplatPly(file, TestMap(4).cloud); }),
          BytesOf([](const auto& file) { WriteSplatPly(file, TestMap(400).cloud); }), TextOfOne()};
}

const Registration kRegistration({"splat_ply", ReadSplats, Seeds, PlyWords});

}  // namespace
}  // namespace isogs::fuzz
