// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/stage_rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shared/core/error.h"
#include "shared/io/file.h"
#include "shared/io/json_lines.h"
#include "shared/io/json_text.h"

namespace isogs {
namespace {

using Json = nlohmann::json;

constexpr double kLeastShare = 0.005;
constexpr int kMostLevels = 6;

std::string NameOf(const Json& object) {
  const auto name = object.find("name");
  return name != object.end() && name->is_string() ? name->get<std::string>() : "?";
}

void AddStages(const Json& parent, int level, double all_ms, std::vector<StageRow>* rows) {
  const auto stages = parent.find("stages");
  if (stages == parent.end() || !stages->is_array() || level > kMostLevels) return;
  for (const Json& stage : *stages) {
    if (!stage.is_object()) continue;
    const double total_ms = NumberIn(stage, "total_ms").value_or(0.0);
    if (total_ms < kLeastShare * all_ms) continue;
    rows->push_back({NameOf(stage), level, std::max<int64_t>(WholeIn(stage, "calls").value_or(1), 1),
                     total_ms, total_ms / all_ms});
    AddStages(stage, level + 1, all_ms, rows);
  }
}

}  // namespace

std::vector<StageRow> ReadStageRows(const std::filesystem::path& profile) {
  const Json json = ParseJson(ReadWholeFile(profile, kMaxLinesBytes), profile.string());
  const auto seconds = json.is_object() ? NumberIn(json, "seconds") : std::nullopt;
  const auto threads = json.is_object() ? json.find("threads") : json.end();
  if (!seconds || !(*seconds > 0.0) || threads == json.end() || !threads->is_array()) {
    throw Error(profile.string() + ": found no seconds and threads, expected a profile");
  }
  std::vector<StageRow> rows;
  for (const Json& thread : *threads) {
    if (!thread.is_object()) continue;
    rows.push_back({"thread " + NameOf(thread), 0, 0, 1e3 * *seconds, 1.0});
    AddStages(thread, 1, 1e3 * *seconds, &rows);
    if (rows.back().level == 0) rows.pop_back();  // nothing of it takes long
  }
  return rows;
}

}  // namespace isogs
