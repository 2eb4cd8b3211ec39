// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace isogs {

/// Throws Error, for what is no JSON with its line and column.
nlohmann::json ReadJson(const std::filesystem::path& file);

}  // namespace isogs
