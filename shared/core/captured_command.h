// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// What a program said.
struct CapturedOutput {
  int code = 0;      ///< its exit code; 128 + signal if a signal ended it
  std::string text;  ///< of its stdout and stderr
};

/// Runs a program to its end, without input. Throws Error if it cannot be started.
CapturedOutput RunCaptured(const std::filesystem::path& executable,
                           const std::vector<std::string>& arguments);

}  // namespace isogs
