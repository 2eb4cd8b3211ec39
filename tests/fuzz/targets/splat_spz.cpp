// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/splat_formats.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/shared/legacy_spz.h"
#include "tests/shared/splat_clouds.h"

namespace isogs::fuzz {
namespace {

void Read(const Input& input) { ReadSplatSpz(input.File("splats.spz")); }

/// What versions 1 to 3 pack, so that mutations change what stands in it.
void ReadPacked(const Input& input) {
  const std::string packed = test::Gzip(std::string(input.text()));
  ReadSplatSpz(Input(packed, input.folder()).File("splats.spz"));
}

std::vector<std::string> Legacy() {
  std::vector<std::string> seeds;
  for (const uint32_t version : {1u, 2u, 3u})
    seeds.push_back(test::LegacySpzBytes(test::SplatCloud(20), version));
  seeds.push_back(test::LegacySpzBytes(test::SplatCloud(10), 2, 3));
  return seeds;
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds = {
      BytesOf([](const auto& file) { WriteSplatSpz(file, test::SplatCloud(4)); }),
      BytesOf([](const auto& file) { WriteSplatSpz(file, test::SplatCloud(400)); })};
  for (const std::string& bytes : Legacy()) seeds.push_back(test::Gzip(bytes));
  return seeds;
}

std::vector<std::string> Words() {
  return {"NGSP", "\x1f\x8b", std::string("\x28\xb5\x2f\xfd"), "\xff\xff\xff\xff"};
}

const Registration kRegistration({"splat_spz", Read, Seeds, Words});
const Registration kPackedRegistration({"splat_spz_packed", ReadPacked, Legacy, Words});

}  // namespace
}  // namespace isogs::fuzz
