// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace isogs {

/// What `export` writes: splats, the camera's poses, or folders of views to train on.
enum class ExportFormat { kPly, kGlb, kSpz, kSog, kUsda, kTum, kKitti, kCsv, kColmap, kNerfstudio };

enum class ExportKind { kSplats, kTrajectory, kViews };
ExportKind KindOf(ExportFormat format);

/// Names as `--format` takes them.
std::vector<std::string> ExportFormatNames();

/// The format that `name` says or, where it is empty, the extension of `output`; folders have none. Throws
/// UsageError that names all formats if neither says one.
ExportFormat ExportFormatOf(const std::filesystem::path& output, const std::string& name);

}  // namespace isogs
