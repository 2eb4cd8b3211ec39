// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

#include "exports/export_format.h"

namespace isogs {

/// What is written of how many Gaussians.
struct SplatsWritten {
  size_t gaussians = 0;
  size_t unusable = 0;  ///< left out: with numbers that are not finite, or no rotation
};

/// Writes the map that `input` names (see ReadMapInput) as splats, in the world's frame. `sh_degree` is that
/// of WriteSplatPly, 0 for other formats. Throws UsageError for an input that is none, Error if it is damaged
/// or holds nothing that can be drawn.
SplatsWritten ExportSplats(const std::filesystem::path& input, const std::filesystem::path& output,
                           ExportFormat format, int sh_degree);

}  // namespace isogs
