// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/json_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {

nlohmann::json ReadJson(const std::filesystem::path& file) {
  const std::string text = ReadWholeFile(file);
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    const size_t at = std::min(error.byte > 0 ? error.byte - 1 : 0, text.size());  // counted from 1
    const std::string_view before = std::string_view(text).substr(0, at);
    const size_t line_begin = before.rfind('\n') + 1;  // 0 where there is none
    const std::string found = at < text.size() ? Quoted(text.substr(at, 1)) : "its end";
    throw Error(file.string() + ": line " + std::to_string(1 + std::ranges::count(before, '\n')) +
                ", column " + std::to_string(at - line_begin + 1) + ": found " + found +
                ", expected valid JSON");
  }
}

}  // namespace isogs
