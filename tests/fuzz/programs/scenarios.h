// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace isogs::fuzz {

/// A file whose contents are mutated. Members of an archive, where checksums would keep mutations out.
struct MutatedFile {
  std::string name;
  bool by_members = false;
};

/// A program, and honest input that it takes.
struct Scenario {
  std::string name;
  std::string program;
  std::vector<std::string> arguments;          // the program runs in the folder of its input
  std::vector<std::string> mutable_arguments;  // behind them
  void (*make)(const std::filesystem::path& folder);
  std::vector<MutatedFile> files;
  std::vector<std::string> outputs;                  // what it may make
  std::vector<std::string> outputs_on_failure = {};  // what it may leave where it fails
  bool decides_memory = false;  // input that legally says how much memory is taken, as a configuration
};

const std::vector<Scenario>& Scenarios();

}  // namespace isogs::fuzz
