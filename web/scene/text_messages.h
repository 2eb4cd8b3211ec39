// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "viewer/scene/live_text.h"
#include "viewer/scene/scene_state.h"

namespace isogs::web {

// Text messages to the page: JSON, as docs/web_protocol.md has them. "frames" is in frame_lines.h.

struct Greeting {
  std::filesystem::path run_directory;
  bool is_live = false;
  Eigen::Vector3f up = Eigen::Vector3f::UnitZ();
  Camera camera;  ///< width 0: not known
  std::string config_text;

  bool operator==(const Greeting&) const = default;
};
std::string HelloMessage(const Greeting& greeting);

std::string StatusMessage(const LiveFacts& facts, const SceneState& scene);
/// Of a frame of a run that has ended. `triangles`: of its mesh.
std::string StatusMessage(const SceneState& scene, int64_t frames_total, size_t gaussians, size_t triangles);

std::string PathMessage(size_t from, size_t of, std::span<const Eigen::Vector3f> centers);
std::string LogMessage(const std::vector<std::string>& lines);
/// `kind`: "mesh" or "splats".
std::string EpochMessage(const char* kind);

}  // namespace isogs::web
