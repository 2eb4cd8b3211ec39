// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/config/config.h"

namespace isogs {

/// One value of the configuration tree, as text.
struct ConfigField {
  std::string key;       // dotted, e.g. "tracking.alignment.levels"
  std::string expected;  // what it takes, e.g. "a whole number from 1 to 8"
  std::function<std::string()> text;
  std::function<bool(const std::string& text)>
      assign;               // false, and no change, if the text is not as expected
  bool takes_list = false;  // of numbers, as text with blanks between them
  bool takes_text = false;  // whatever it says
};

/// Every value of `config` in the order of the structs. The functions refer to `config`.
std::vector<ConfigField> ListFields(Config& config);

}  // namespace isogs
