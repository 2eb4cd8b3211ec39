// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "web/scene/frame_lines.h"
#include "web/scene/mesh_cells.h"
#include "web/scene/message.h"
#include "web/scene/splat_pages.h"

namespace isogs::web {

/// What clients want to be told of, beside what everybody gets.
struct Wants {
  bool mesh = true;
  bool splats = false;
  bool picture = false;

  bool operator==(const Wants&) const = default;
  Wants operator|(const Wants& other) const {
    return {mesh || other.mesh, splats || other.splats, picture || other.picture};
  }
};

/// Camera centres: from the `from`th on they replace what was known.
struct PathNews {
  size_t from = 0;
  std::vector<Eigen::Vector3f> centers;
};

struct FrameNews {
  bool from_start = false;
  std::vector<FrameLine> lines;
};

struct LogNews {
  std::vector<std::string> lines;
};

struct PictureNews {
  uint32_t frame = 0;
  Body body;
};

/// The status message of any frame of a finished run.
using StatusOfFrame = std::function<std::string(int64_t frame)>;

/// What a reader of a run has found since the last time: empty where nothing is new. Made by one thread,
/// taken by another.
struct RunNews {
  std::optional<std::string> hello;  ///< begins everything anew
  std::optional<std::string> status;
  StatusOfFrame status_of_frame;  ///< with `hello` alone; null: the run is under way
  std::optional<Eigen::Vector3f> camera_center;
  std::optional<PathNews> path;
  std::optional<FrameNews> frames;
  std::optional<LogNews> log;
  std::optional<MeshNews> mesh;
  std::optional<SplatNews> splats;
  bool splats_are_final = false;  ///< with `splats`
  std::optional<PictureNews> picture;

  bool empty() const { return !hello && !status && !path && !frames && !log && !mesh && !splats && !picture; }
};

}  // namespace isogs::web
