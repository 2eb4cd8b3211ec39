// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/replica_dataset.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// A sequence in Replica's layout with this cam_params.json. Its images are not read.
void Open(const Input& input) {
  input.File("cam_params.json");
  std::filesystem::create_directory(input.folder() / "results");
  WriteText(input.folder() / "results" / "frame000000.jpg", "");
  WriteText(input.folder() / "traj.txt", "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1\n");
  OpenReplica(ConfigOf(input.folder()))->camera();
}

std::vector<std::string> Seeds() {
  return {
      R"({"camera": {"w": 640, "h": 480, "fx": 525.0, "fy": 525.0, "cx": 319.5, "cy": 239.5, "scale": 1000.0}})",
      "{\n\"camera\":\n{\"w\":16,\"h\":12,\"fx\":1e1,\"fy\":14,\"cx\":-1,\"cy\":5.5,\"scale\":6553.5,\"x\":[]"
      "}}"};
}

std::vector<std::string> Words() {
  return {"\"scale\":", "\"camera\":", "1e-300", "1e400", "1e19", "null", "[[", "{\"", "\\u001b"};
}

const Registration kRegistration({"camera_file", Open, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
