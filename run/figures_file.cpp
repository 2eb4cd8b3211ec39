// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/figures_file.h"

#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/io/json_text.h"

namespace isogs {
namespace {

constexpr int kMostLevels = 16;  // a file of ours has three; another's may not use up the stack

void Flatten(const nlohmann::ordered_json& json, const std::string& prefix, int level, Figures* figures) {
  for (const auto& [name, value] : json.items()) {
    if (value.is_number()) (*figures)[prefix + name] = value.get<double>();
    if (value.is_object() && level < kMostLevels) Flatten(value, prefix + name + ".", level + 1, figures);
  }
}

}  // namespace

Figures ReadFiguresFile(const std::filesystem::path& file) {
  const nlohmann::ordered_json json = ParseJson(ReadWholeFile(file, kMaxSettingsBytes), file.string());
  if (!json.is_object()) throw Error(file.string() + ": is no JSON object, expected figures");
  Figures figures;
  Flatten(json, "", 1, &figures);
  return figures;
}

}  // namespace isogs
