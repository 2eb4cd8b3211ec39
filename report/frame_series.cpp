// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/frame_series.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace isogs {
namespace {

using Json = nlohmann::json;

double NumberOrNan(const Json& object, const char* name) {
  return NumberIn(object, name).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::string TextIn(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

/// An object inside another; empty where there is none.
const Json& PartOf(const Json& object, const char* name) {
  static const Json none = Json::object();
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : none;
}

std::optional<TrackingState> StateIn(const Json& line) {
  const std::string text = TextIn(line, "state");
  for (auto state : {TrackingState::kTracking, TrackingState::kUncertain, TrackingState::kLost}) {
    if (text == ToString(state)) return state;
  }
  return std::nullopt;
}

/// Whether keyframes are given as their number or one by one.
int64_t CountIn(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found != object.end() && found->is_array()) return static_cast<int64_t>(found->size());
  return WholeIn(object, name).value_or(0);
}

void AddEvents(const Json& line, int64_t frame, FrameSeries* series) {
  if (const Json& loop = PartOf(line, "loop"); !loop.empty()) {
    series->loops.push_back({frame, TextIn(loop, "outcome"), WholeIn(loop, "from").value_or(0),
                             WholeIn(loop, "to").value_or(0), NumberOrNan(loop, "gap_m"),
                             NumberOrNan(loop, "way_m"), NumberOrNan(loop, "moved_m")});
  }
  if (const Json& back = PartOf(line, "taken_back"); !back.empty()) {
    series->taken_back.push_back(
        {frame, CountIn(back, "keyframes"), CountIn(back, "gaussians"), NumberOrNan(back, "off_m")});
  }
}

}  // namespace

FrameSeries ReadFrameSeries(const std::filesystem::path& metrics) {
  FrameSeries series;
  int64_t foreign = 0;
  series.damaged = ReadJsonLines(metrics, [&](const Json& line) {
    const auto frame = WholeIn(line, "frame");
    const auto state = StateIn(line);
    if (!frame || !state || (!series.frames.empty() && *frame <= series.frames.back().frame)) {
      ++foreign;
      return;
    }
    const Json& map = PartOf(line, "map");
    series.frames.push_back({.frame = *frame,
                             .dataset_index = WholeIn(line, "dataset_index").value_or(*frame),
                             .state = *state,
                             .doubt = TextIn(line, "doubt"),
                             .track_ms = NumberOrNan(line, "track_ms"),
                             .map_ms = NumberOrNan(line, "map_ms"),
                             .depth_rms_m = NumberOrNan(PartOf(line, "alignment"), "depth_rms_m"),
                             .gaussians = NumberOrNan(map, "gaussians"),
                             .mapped_psnr_db = NumberOrNan(map, "psnr_db")});
    AddEvents(line, *frame, &series);
  });
  series.damaged.count += foreign;
  return series;
}

}  // namespace isogs
