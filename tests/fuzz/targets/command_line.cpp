// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "run/slam_command.h"
#include "shared/cli/program.h"
#include "shared/core/text.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/fuzz/fuzz_target.h"

namespace isogs::fuzz {
namespace {

/// Arguments of `isogs slam`, one a line, behind a configuration.
void Parse(const Input& input) {
  const std::filesystem::path config = input.folder() / "config.yaml";
  WriteText(config, "seed: 3\n");
  std::vector<std::string> arguments = {"slam", config.string()};
  for (std::string_view left = input.text(); !left.empty();) arguments.emplace_back(TakeLine(&left));
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  CLI::App app("Track the camera and build the map of a sequence.");
  SlamCommand command;
  AddOptions(app, command);
  try {
    ParseCommandLine(app, static_cast<int>(pointers.size()), pointers.data());
  } catch (const std::exception&) {
    throw;
  } catch (...) {  // --help or --version, which RunProgram answers
    return;
  }
  LoadConfig(command);
  ToArguments(command);
}

std::vector<std::string> Seeds() {
  return {"--frames\n10\n--set\nmapping.iterations=60\n--device=cpu\n--output\n~/runs/a",
          "--set=tracking={alignment: {levels: 3}}\n--set\ndataset.path=a\n--fresh\n--resume-from\nb.npz"};
}

std::vector<std::string> Words() {
  return {"--set\n",  "--seed\n", "--threads=", "--stride=", "--help",      "--version",
          "dataset.", "=&a [*a]", "=-1",        "=1e400",    "=\"\\e[31m\""};
}

const Registration kRegistration({"command_line", Parse, Seeds, Words});

}  // namespace
}  // namespace isogs::fuzz
