// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/json_text.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

/// What the parser says, without what comes first: its number, and the place.
std::string Reason(std::string_view what) {
  constexpr std::string_view kPlaceEnd = ": ";
  const size_t place_end = what.find(kPlaceEnd);
  if (place_end != std::string_view::npos) what.remove_prefix(place_end + kPlaceEnd.size());
  return Printable(what);
}

}  // namespace

nlohmann::ordered_json ParseJson(std::string_view text, const std::string& name) {
  try {
    return nlohmann::ordered_json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    const std::string_view before = text.substr(0, std::clamp(error.byte, size_t{1}, text.size() + 1) - 1);
    const size_t line_begin = before.rfind('\n') + 1;  // 0 in the first line
    throw Error(name + ":" + std::to_string(1 + std::ranges::count(before, '\n')) + ":" +
                std::to_string(1 + before.size() - line_begin) + ": JSON: " + Reason(error.what()));
  } catch (const nlohmann::json::exception& error) {  // a number that no double holds
    throw Error(name + ": JSON: " + Reason(error.what()));
  }
}

}  // namespace isogs
