// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/profile/profile_report.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kNameWidth = 34;
constexpr double kShown = 0.005;  // share of a stage that its parts explain, and do not, for that to be said

double Ratio(double part, double whole) { return whole > 0.0 ? part / whole : 0.0; }

double MeanMs(const StageReport& stage) {
  return 1e3 * Ratio(stage.seconds, static_cast<double>(stage.calls));
}

std::optional<double> NsEach(double seconds, int64_t count) {
  if (count == 0) return std::nullopt;
  return 1e9 * seconds / static_cast<double>(count);
}

double SecondsOf(const std::vector<StageReport>& stages) {
  double seconds = 0.0;
  for (const StageReport& stage : stages) seconds += stage.seconds;
  return seconds;
}

Json ToJson(const std::vector<StageReport>& stages, double whole_s) {
  Json all = Json::array();
  for (const StageReport& stage : stages) {
    Json json = {{"name", stage.name},
                 {"share", Ratio(stage.seconds, whole_s)},
                 {"calls", stage.calls},
                 {"total_ms", 1e3 * stage.seconds},
                 {"mean_ms", MeanMs(stage)}};
    const auto add = [&](const char* count_key, const char* key, int64_t count) {
      if (count == 0) return;
      json[count_key] = count;
      json[key] = *NsEach(stage.seconds, count);
    };
    add("gaussians", "ns_per_gaussian", stage.work.gaussians);
    add("pixels", "ns_per_pixel", stage.work.pixels);
    if (!stage.stages.empty()) json["stages"] = ToJson(stage.stages, stage.seconds);
    all.push_back(std::move(json));
  }
  return all;
}

std::string Column(const char* format, std::optional<double> value) {
  if (!value) return std::string(12, ' ');
  char text[40];
  std::snprintf(text, sizeof(text), format, *value);
  return text;
}

/// `name` indented, to the width of the first column.
std::string Name(const std::string& name, int depth) {
  std::string text(2 * static_cast<size_t>(depth), ' ');
  text += name;
  if (text.size() < kNameWidth) text.resize(kNameWidth, ' ');
  return text;
}

/// What a thread does outside of its stages.
enum class Rests { kWork, kIdle };

void AddLines(const std::vector<StageReport>& stages, double whole_s, Rests rests, int depth,
              std::string* text) {
  for (const StageReport& stage : stages) {
    char line[120];
    std::snprintf(line, sizeof(line), "%7.1f %%%9lld%11.3f%11.3f", 1e2 * Ratio(stage.seconds, whole_s),
                  static_cast<long long>(stage.calls), stage.seconds, MeanMs(stage));
    std::string row = Name(stage.name, depth);
    row += line;
    row += Column("%12.2f", NsEach(stage.seconds, stage.work.gaussians));
    row += Column("%12.2f", NsEach(stage.seconds, stage.work.pixels));
    row.resize(row.find_last_not_of(' ') + 1);
    *text += row;
    *text += '\n';
    AddLines(stage.stages, stage.seconds, Rests::kWork, depth + 1, text);
  }
  const double said_s = SecondsOf(stages), rest_s = whole_s - said_s;
  if (std::min(said_s, rest_s) < kShown * whole_s || stages.empty() || rests == Rests::kIdle) return;
  char line[120];
  std::snprintf(line, sizeof(line), "%7.1f %%%9s%11.3f\n", 1e2 * Ratio(rest_s, whole_s), "", rest_s);
  *text += Name("(rest)", depth);
  *text += line;
}

}  // namespace

Json ToJson(const ProfileReport& report) {
  Json threads = Json::array();
  for (const ThreadReport& thread : report.threads)
    threads.push_back({{"name", thread.name}, {"stages", ToJson(thread.stages, report.seconds)}});
  return {{"seconds", report.seconds}, {"threads", std::move(threads)}};
}

std::string ToText(const ProfileReport& report) {
  char heading[160];
  std::snprintf(heading, sizeof(heading), "%-*s%9s%9s%11s%11s%12s%12s\n", kNameWidth, "where time went",
                "share", "calls", "total s", "mean ms", "ns/Gaussian", "ns/pixel");
  std::string text = heading;
  Rests rests = Rests::kWork;  // of the first thread, which others help
  for (const ThreadReport& thread : report.threads) {
    char line[120];
    std::snprintf(line, sizeof(line), "thread %s, of %.3f s:\n", thread.name.c_str(), report.seconds);
    text += line;
    AddLines(thread.stages, report.seconds, std::exchange(rests, Rests::kIdle), 1, &text);
  }
  return text;
}

}  // namespace isogs
