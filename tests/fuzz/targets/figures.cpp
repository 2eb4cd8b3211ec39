// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluation_file.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// A run's timing.json, and an evaluation.json that figures are added to.
void ReadBoth(const Input& input) {
  ReadTiming(input.File("timing.json"));
  WriteMeshEvaluation(input.File("evaluation.json"), MeshFigures());
}

std::vector<std::string> Seeds() {
  return {
      R"({"frames": 2, "seconds": 1.5, "track_ms": 3.25, "map_ms": 4e1, "peak_rss_bytes": 12345678})",
      R"({"frames": 1, "seconds": 1, "track_ms": 0, "map_ms": 0, "peak_rss_bytes": 1, "mesh": {"f1_1cm": 0.5}})"};
}

std::vector<std::string> Words() {
  return {"\"frames\":", "\"mesh\":", "1e400", "-1", "null", "[[", "{\"", "\\ud800"};
}

const Registration kRegistration({"figures", ReadBoth, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
