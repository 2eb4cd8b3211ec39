// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/run_identity.h"
#include "run/slam_state.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/zip_members.h"
#include "tests/run/random_params.h"

namespace isogs::fuzz {
namespace {

void ReadCheckpoint(const Input& input) {
  const std::string archive = ArchiveOf(input.text());
  const SlamState state = ReadState(Input(archive, input.folder()).File("params000001.npz"));
  IdentityDifferences(state.identity, "seed=1\nmapping.iterations=40\n");
}

std::vector<std::string> Seeds() {
  return {MembersOf(BytesOf([](const auto& file) { WriteState(file, MakeState(5, 3)); })),
          MembersOf(BytesOf([](const auto& file) { WriteState(file, MakeState(200, 30)); }))};
}

const Registration kRegistration({"checkpoint", ReadCheckpoint, Seeds});

}  // namespace
}  // namespace isogs::fuzz
