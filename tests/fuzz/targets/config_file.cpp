// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/config/config_fields.h"
#include "shared/config/config_reader.h"
#include "shared/config/config_writer.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// Beside a file that it may name as its base.
void Load(const Input& input) {
  WriteText(input.folder() / "other.yaml", "seed: 3\nmapping:\n  iterations: 12\n");
  ToYaml(LoadConfig(input.File("config.yaml"), {}));
}

std::vector<std::string> Seeds() {
  Config config;
  return {ToYaml(config),
          "base: other.yaml\noutput: ~/runs/a\ndataset: {path: 'data/room', width: 320}\n"
          "mapping:\n  iterations: &n 7\n  first_iterations: *n\n"};
}

std::vector<std::string> Words() {
  Config config;
  std::vector<std::string> words = {"base: other.yaml\n",
                                    "base: config.yaml\n",
                                    "&a ",
                                    "*a",
                                    "<<: ",
                                    "!!binary ",
                                    "--- ",
                                    "? ",
                                    "1e400",
                                    "-.inf",
                                    "[[",
                                    "{{",
                                    "\"\\e[31m\""};
  for (const ConfigField& field : ListFields(config))
    words.push_back(field.key.substr(field.key.rfind('.') + 1) + ": ");
  return words;
}

const Registration kRegistration({"config_file", Load, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
