// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/frame_lines.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "shared/types/tracking_state.h"

namespace isogs::web {
namespace {

using Json = nlohmann::json;

float NumberAt(const Json& line, const char* group, const char* name) {
  const Json* holder = &line;
  if (group != nullptr) {
    const auto found = line.find(group);
    if (found == line.end() || !found->is_object()) return NAN;
    holder = &*found;
  }
  const auto value = holder->find(name);
  return value != holder->end() && value->is_number() ? value->get<float>() : NAN;
}

float StateOf(const Json& line) {
  const auto state = line.find("state");
  if (state == line.end() || !state->is_string()) return NAN;
  for (int i = 0; i <= static_cast<int>(TrackingState::kLast); ++i) {
    if (*state == ToString(static_cast<TrackingState>(i))) return static_cast<float>(i);
  }
  return NAN;
}

}  // namespace

std::optional<FrameLine> ParseFrameLine(std::string_view text) {
  const Json line = Json::parse(text, nullptr, false);
  if (!line.is_object()) return std::nullopt;
  const float frame = NumberAt(line, nullptr, "frame");
  if (!(frame >= 0.0f)) return std::nullopt;
  return FrameLine{{frame, StateOf(line), 1000.0f * NumberAt(line, nullptr, "seconds"),
                    NumberAt(line, nullptr, "track_ms"), NumberAt(line, nullptr, "map_ms"),
                    NumberAt(line, "map", "gaussians"), NumberAt(line, "map", "psnr_db"),
                    NumberAt(line, "alignment", "depth_rms_m"), NumberAt(line, "map", "depth_l1_m"),
                    NumberAt(line, "alignment", "agreement")}};
}

std::string FramesMessage(size_t from, std::span<const FrameLine> lines) {
  Json columns;
  for (size_t column = 0; column < FrameLine::kColumns; ++column) {
    Json& values = columns[FrameLine::kNames[column]] = Json::array();
    for (const FrameLine& line : lines) {
      const float value = line.values[column];
      if (!std::isfinite(value)) {
        values.push_back(nullptr);
      } else if (value == std::rint(value) && std::abs(value) < 1e7f) {
        values.push_back(static_cast<int64_t>(value));
      } else {
        values.push_back(std::strtod(std::to_string(value).c_str(), nullptr));  // no digits that say nothing
      }
    }
  }
  return Json{{"type", "frames"}, {"from", from}, {"columns", std::move(columns)}}.dump();
}

}  // namespace isogs::web
