// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_totals.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "shared/core/memory.h"
#include "shared/core/text.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

void RunTotals::AddMapped(double ms) {
  map_ms += ms;
  ++mapped;
}

RunTotals ReadTotals(const std::filesystem::path& metrics) {
  RunTotals totals;
  const std::string text = ReadWholeFile(metrics, kMaxLinesBytes);
  for (std::string_view rest = text; !rest.empty();) {
    const Json line = Json::parse(TakeLine(&rest), nullptr, /*allow_exceptions=*/false);
    if (!line.is_object()) continue;
    const auto number = [&](const char* key) {
      const auto found = line.find(key);
      return found != line.end() && found->is_number() ? found->get<double>() : 0.0;
    };
    totals.seconds = std::max(totals.seconds, number("seconds"));
    totals.track_ms += number("track_ms");
    totals.map_ms += number("map_ms");
    totals.mapped += line.contains("map_ms") ? 1 : 0;
  }
  return totals;
}

void WriteTiming(const std::filesystem::path& path, const RunTotals& totals, int64_t frames) {
  const Json timing = {{"frames", frames},
                       {"seconds", totals.seconds},
                       {"track_ms", totals.track_ms / static_cast<double>(std::max<int64_t>(frames, 1))},
                       {"map_ms", totals.map_ms / static_cast<double>(std::max<int64_t>(totals.mapped, 1))},
                       {"peak_rss_bytes", PeakResidentBytes()}};
  WriteFileAtomically(path, timing.dump(2) + "\n");
}

}  // namespace isogs
