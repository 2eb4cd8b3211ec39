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

/// Of values of which there are some.
double Quantile(std::vector<double> values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<size_t>(place)];
}

}  // namespace

void RunTotals::AddLive(double latency_ms, int64_t dropped_so_far) {
  latencies_ms.push_back(latency_ms);
  dropped = dropped_so_far;
}

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
    if (line.contains("latency_ms")) totals.latencies_ms.push_back(number("latency_ms"));
  }
  return totals;
}

void WriteTiming(const std::filesystem::path& path, const RunTotals& totals, int64_t frames) {
  Json timing = {{"frames", frames},
                 {"seconds", totals.seconds},
                 {"track_ms", totals.track_ms / static_cast<double>(std::max<int64_t>(frames, 1))},
                 {"map_ms", totals.map_ms / static_cast<double>(std::max<int64_t>(totals.mapped, 1))},
                 {"peak_rss_bytes", PeakResidentBytes()}};
  if (!totals.latencies_ms.empty()) {
    timing["latency_median_ms"] = Quantile(totals.latencies_ms, 0.5);
    timing["latency_99th_percentile_ms"] = Quantile(totals.latencies_ms, 0.99);
    timing["dropped_frames"] = totals.dropped;
  }
  WriteFileAtomically(path, timing.dump(2) + "\n");
}

}  // namespace isogs
