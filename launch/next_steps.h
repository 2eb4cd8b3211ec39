// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// A path as a shell takes it for one word: in quotes where it needs them.
std::string ShellWord(const std::filesystem::path& path);

/// Commands that say, show and use what a finished run left.
std::vector<std::string> NextSteps(const std::filesystem::path& run_directory);

}  // namespace isogs
