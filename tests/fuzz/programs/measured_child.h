// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace isogs::fuzz {

/// What became of a program.
struct ChildReport {
  int code = 0;    // exit code
  int signal = 0;  // that ended it; 0: it ended by itself
  bool hung = false;
  std::string error_text;  // stderr
  int64_t peak_kib = 0;    // of its resident memory; no less than its parent's
};

/// Runs a program in the folder `working`, its stdout thrown away, and kills it after `limit_s`.
ChildReport RunMeasured(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                        const std::filesystem::path& working, int limit_s);

}  // namespace isogs::fuzz
