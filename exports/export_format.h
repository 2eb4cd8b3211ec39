// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// What `export` writes.
enum class ExportFormat {
  kPly,
  kGlb,
  kSpz,
  kUsda,
};

/// Names as `--format` takes them.
std::vector<std::string> ExportFormatNames();

/// The format that `name` says or, where it is empty, the extension of `output`. Throws UsageError that names
/// all formats if neither says one.
ExportFormat ExportFormatOf(const std::filesystem::path& output, const std::string& name);

}  // namespace isogs
