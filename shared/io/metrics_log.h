// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <utility>

#include "shared/io/line_log.h"

namespace isogs {

/// metrics.jsonl: one JSON object a line, each with "frame": N (see LineLog).
class MetricsLog {
 public:
  explicit MetricsLog(std::filesystem::path file) : lines_(std::move(file)) {}

  /// Numbers that are not finite become null.
  void Append(const nlohmann::ordered_json& line);
  /// See LineLog; from any thread.
  void Sync() { lines_.Sync(); }

 private:
  LineLog lines_;
};

/// Keeps the lines of frames up to `last_frame` and drops the others, and lines that are no such objects (the
/// last one, half-written). The file is replaced in one step. Returns the number of lines dropped; 0 if there
/// is no file.
int64_t CutMetrics(const std::filesystem::path& file, int64_t last_frame);

}  // namespace isogs
