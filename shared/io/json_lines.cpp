// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/json_lines.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {

DamagedLines ReadJsonLines(const std::filesystem::path& file,
                           const std::function<void(const nlohmann::json& object)>& on_object) {
  const std::string text = ReadWholeFile(file, kMaxLinesBytes);
  std::string_view rest = std::string_view(text).substr(0, text.rfind('\n') + 1);
  DamagedLines damaged;
  for (int64_t number = 1; !rest.empty(); ++number) {
    const nlohmann::json line = nlohmann::json::parse(TakeLine(&rest), nullptr, /*allow_exceptions=*/false);
    if (line.is_object()) {
      on_object(line);
    } else if (damaged.count++ == 0) {
      damaged.first = number;
    }
  }
  return damaged;
}

std::optional<double> NumberIn(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::optional<int64_t> WholeIn(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<int64_t>();
}

}  // namespace isogs
