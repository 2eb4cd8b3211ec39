// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace isogs {

/// Sums over a run's frames.
struct RunTotals {
  double seconds = 0.0;
  double track_ms = 0.0;
  double map_ms = 0.0;
  int64_t mapped = 0;

  /// A mapping call.
  void AddMapped(double ms);
};

/// Of the frames in a run's metrics.jsonl.
RunTotals ReadTotals(const std::filesystem::path& metrics);
/// Writes timing.json. Throws Error if it cannot be written.
void WriteTiming(const std::filesystem::path& path, const RunTotals& totals, int64_t frames);

}  // namespace isogs
