// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace isogs {

/// `slam ...` on the shipped sample, so small that a run of some frames takes well under a second: 80x60
/// pixels, few iterations, a checkpoint every third frame.
inline std::string SmallRun(const std::filesystem::path& output, const std::string& more = "") {
  return "slam configs/demo.yaml --output " + output.string() +
         " --set dataset.width=80 --set mapping.iterations=6 --set mapping.first_iterations=6"
         " --set checkpoint.every_frames=3 " +
         more;
}

/// The "frame" of every line of a metrics.jsonl, all of which must be JSON.
inline std::vector<int64_t> FramesOf(const std::filesystem::path& metrics) {
  std::vector<int64_t> frames;
  std::ifstream lines(metrics);
  for (std::string line; std::getline(lines, line);) frames.push_back(nlohmann::json::parse(line)["frame"]);
  return frames;
}

/// 0, 1, ..., count - 1.
inline std::vector<int64_t> FirstFrames(int64_t count) {
  std::vector<int64_t> frames;
  for (int64_t i = 0; i < count; ++i) frames.push_back(i);
  return frames;
}

}  // namespace isogs
