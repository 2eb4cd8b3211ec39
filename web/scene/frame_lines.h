// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace isogs::web {

/// What is drawn as curves, of a line of metrics.jsonl. Not a number: not known.
struct FrameLine {
  static constexpr size_t kColumns = 10;
  static constexpr const char* kNames[kColumns] = {"frame",      "state",     "total_ms", "track_ms",
                                                   "map_ms",     "gaussians", "psnr_db",  "depth_rms_m",
                                                   "depth_l1_m", "agreement"};
  float values[kColumns];
};

/// Nothing for a line that is no such object.
std::optional<FrameLine> ParseFrameLine(std::string_view line);

/// The message "frames" with these lines, the first of which is the `from`th.
std::string FramesMessage(size_t from, std::span<const FrameLine> lines);

}  // namespace isogs::web
