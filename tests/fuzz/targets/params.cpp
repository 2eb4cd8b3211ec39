// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/params_file.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/zip_members.h"
#include "tests/run/random_params.h"

namespace isogs::fuzz {
namespace {

void ReadBoth(const Input& input) {
  const std::string archive = ArchiveOf(input.text());
  const std::filesystem::path file = Input(archive, input.folder()).File("params.npz");
  ReadParams(file, BadGaussians::kKeep);
  ReadParams(file, BadGaussians::kReject);
}

std::vector<std::string> Seeds() {
  return {MembersOf(BytesOf([](const auto& file) { WriteParams(file, MakeParams(5, 3)); })),
          MembersOf(BytesOf([](const auto& file) { WriteParams(file, MakeParams(400, 30)); }))};
}

std::vector<std::string> Words() {
  return {"means3D.npy", "timestep.npy", "'<f4'", "'<f8'", "'<i8'", "'|u1'", "True", "(5, 3), ", "(5, 1), "};
}

const Registration kRegistration({"params", ReadBoth, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
