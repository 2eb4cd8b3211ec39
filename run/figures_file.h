// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace isogs {

/// Figures by their dotted names, e.g. "images.unseen.psnr_db".
using Figures = std::map<std::string, double>;

/// The numbers of an evaluation.json; what is not known (null) is left out. Throws Error naming the file if
/// it cannot be read or is no JSON object.
Figures ReadFiguresFile(const std::filesystem::path& file);

}  // namespace isogs
