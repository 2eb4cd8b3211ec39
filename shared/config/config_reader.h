// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "shared/config/config.h"

namespace isogs {

/// The defaults of the structs, changed by the YAML file `file` and then by `overrides` ("key.path=value",
/// the value in YAML). A file that says `base: other.yaml`, relative to itself, starts from what that one
/// gives. Throws UsageError: one line for a file that cannot be read, otherwise one line for every unknown
/// key, wrong type and value out of range in all files and overrides (after a line with their number, if
/// several).
Config LoadConfig(const std::filesystem::path& file, const std::vector<std::string>& overrides);

}  // namespace isogs
