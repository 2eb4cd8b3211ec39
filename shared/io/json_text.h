// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace isogs {

/// The value that `text` is. Throws Error "NAME:LINE:COLUMN: ..." at the first byte that is no JSON; columns
/// count bytes from 1.
nlohmann::ordered_json ParseJson(std::string_view text, const std::string& name);

}  // namespace isogs
