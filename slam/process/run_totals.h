// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace isogs {

/// Sums over a run's frames.
struct RunTotals {
  double seconds = 0.0;
  double track_ms = 0.0;
  double map_ms = 0.0;
  int64_t mapped = 0;
  std::vector<double> latencies_ms;  // of frames that came from a camera
  int64_t dropped = 0;

  void AddLive(double latency_ms, int64_t dropped_so_far);
  /// A mapping call.
  void AddMapped(double ms);
};

/// Of the frames in a run's metrics.jsonl.
RunTotals ReadTotals(const std::filesystem::path& metrics);
/// Writes timing.json. Throws Error if it cannot be written.
void WriteTiming(const std::filesystem::path& path, const RunTotals& totals, int64_t frames);

}  // namespace isogs
