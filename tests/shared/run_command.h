// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace isogs {

struct CommandOutcome {
  int code = 0;        // exit code; 128 + signal where one ended it
  std::string output;  // stdout and stderr
};

/// Runs a shell command and waits for it.
inline CommandOutcome RunCommand(const std::string& command) {
  FILE* const pipe = popen(("{ " + command + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot start: " + command);
  CommandOutcome outcome;
  for (int c; (c = std::fgetc(pipe)) != EOF;) outcome.output += static_cast<char>(c);
  outcome.code = WEXITSTATUS(pclose(pipe));
  return outcome;
}

/// The folder of the programs under test.
inline std::string ProgramFolder() {
  const char* const folder = std::getenv("ISOGS_BIN");
  if (folder == nullptr) throw std::runtime_error("ISOGS_BIN names no folder; run the tests through ctest");
  return folder;
}

/// Runs `isogs ARGUMENTS`.
inline CommandOutcome RunIsogs(const std::string& arguments) {
  return RunCommand(ProgramFolder() + "/isogs " + arguments);
}

}  // namespace isogs
