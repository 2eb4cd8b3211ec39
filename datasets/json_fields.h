// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace isogs {

/// The number `key` of a JSON object. Throws Error with `where`, what stands in messages before the key, if
/// it is not there, no number, or not in low..high.
double NumberField(const nlohmann::ordered_json& object, const char* key, const std::string& where,
                   double low = -std::numeric_limits<double>::max(),
                   double high = std::numeric_limits<double>::max());

/// The same, or `otherwise` where the object has no such key.
double NumberField(const nlohmann::ordered_json& object, const char* key, const std::string& where,
                   double low, double high, double otherwise);

}  // namespace isogs
