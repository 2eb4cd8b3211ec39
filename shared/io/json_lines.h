// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace isogs {

/// What of a file of JSON lines could not be read.
struct DamagedLines {
  int64_t count = 0;
  int64_t first = 0;  ///< counted from 1; 0: none
};

/// Calls `on_object` for each line that is a JSON object. A last line without its end is still being written,
/// and no damage. Throws Error if the file cannot be read.
DamagedLines ReadJsonLines(const std::filesystem::path& file,
                           const std::function<void(const nlohmann::json& object)>& on_object);

/// A number of an object, if it has one of that name.
std::optional<double> NumberIn(const nlohmann::json& object, const char* name);
/// The same for a whole number.
std::optional<int64_t> WholeIn(const nlohmann::json& object, const char* name);

}  // namespace isogs
