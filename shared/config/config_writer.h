// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "shared/config/config.h"

namespace isogs {

/// Every key with its value, in the order of the structs; LoadConfig reads the same configuration from it.
std::string ToYaml(const Config& config);

/// Dotted keys of the values that differ.
std::vector<std::string> DifferingKeys(const Config& a, const Config& b);

}  // namespace isogs
