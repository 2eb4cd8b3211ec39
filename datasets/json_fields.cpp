// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/json_fields.h"

#include <spdlog/fmt/fmt.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {

double NumberField(const nlohmann::ordered_json& object, const char* key, const std::string& where,
                   double low, double high) {
  const auto found = object.find(key);
  const bool is_number = found != object.end() && found->is_number();
  const double value = is_number ? found->get<double>() : std::nan("");
  if (value >= low && value <= high) return value;
  const bool is_bounded = high < std::numeric_limits<double>::max();
  throw Error(where + key + ": found " + (found == object.end() ? "nothing" : Quoted(found->dump())) +
              ", expected a number" + (is_bounded ? fmt::format(" from {:g} to {:g}", low, high) : ""));
}

double NumberField(const nlohmann::ordered_json& object, const char* key, const std::string& where,
                   double low, double high, double otherwise) {
  return object.contains(key) ? NumberField(object, key, where, low, high) : otherwise;
}

}  // namespace isogs
