// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/splat_formats.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/shared/glb_bytes.h"
#include "tests/shared/splat_clouds.h"

namespace isogs::fuzz {
namespace {

void Read(const Input& input) { ReadSplatGlb(input.File("splats.glb")); }

std::string Written(size_t count) {
  return BytesOf([&](const auto& file) { WriteSplatGlb(file, test::SplatCloud(count)); });
}

std::string InNodes() {
  test::GlbParts parts = test::SplitGlb(Written(6));
  parts.gltf["nodes"] = {{{"translation", {1, 2, 3}}, {"scale", {2, 2, 2}}, {"children", {1}}},
                         {{"rotation", {0, 0, 0, 1}}, {"mesh", 0}}};
  return test::JoinGlb(parts);
}

std::vector<std::string> Seeds() { return {Written(4), Written(40), InNodes()}; }

std::vector<std::string> Words() {
  return {"glTF",
          "JSON",
          "BIN",
          "KHR_gaussian_splatting",
          "\"count\":99",
          "\"children\":",
          "\"matrix\"",
          "\"byteStride\":",
          "5121",
          "18446744073709551615",
          "-1",
          "null",
          "[",
          "{",
          "lin_rec709_display"};
}

const Registration kRegistration({"splat_glb", Read, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
