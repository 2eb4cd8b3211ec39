// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "evaluation/evaluation.h"

namespace isogs {

/// A line of JSON a view: frame, mapped, psnr_db, ssim, depth_l1_m. Throws Error if it cannot be written.
void WriteViews(const std::filesystem::path& path, const std::vector<ViewScore>& views);

/// What WriteViews wrote; lines that are no views are left out. Throws Error if it cannot be read.
std::vector<ViewScore> ReadViews(const std::filesystem::path& path);

}  // namespace isogs
