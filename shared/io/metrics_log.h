// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>

namespace isogs {

/// metrics.jsonl: one JSON object a line, each with "frame": N. A line is in the file when Append returns, so
/// that a killed program loses none. Failures are Errors naming the file and the reason.
class MetricsLog {
 public:
  /// Opens the file to append, or makes it. A last line that a killed program left half-written is removed.
  explicit MetricsLog(std::filesystem::path file);
  ~MetricsLog();
  MetricsLog(const MetricsLog&) = delete;
  MetricsLog& operator=(const MetricsLog&) = delete;

  /// Numbers that are not finite become null.
  void Append(const nlohmann::ordered_json& line);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

/// Keeps the lines of frames up to `last_frame` and drops the others, and lines that are no such objects (the
/// last one, half-written). The file is replaced in one step. Returns the number of lines dropped; 0 if there
/// is no file.
int64_t CutMetrics(const std::filesystem::path& file, int64_t last_frame);

}  // namespace isogs
