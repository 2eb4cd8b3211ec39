// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "shared/ipc/live_mesh.h"
#include "shared/ipc/status.h"

namespace isogs {

/// What is known of a run that is, was or will be under way.
struct LiveFacts {
  std::filesystem::path run_directory;
  std::optional<Status> status;        ///< the latest; nothing before the first
  bool slam_alive = false;             ///< some process is SLAM for this run
  bool mesher_alive = false;           ///< some process is its mesher
  bool has_results = false;            ///< an earlier SLAM has left some
  std::optional<LiveMesh::Info> mesh;  ///< of the mesh on show
  size_t vertices = 0, triangles = 0;
  int64_t now_ns = 0;  ///< MonotonicNs
};

/// The lines that a viewer shows of them.
std::string DescribeLive(const LiveFacts& facts);

/// What the first thing to look at waits for, as "waiting for ..."; empty once there is one, or none will
/// come.
std::string DescribeWaiting(const LiveFacts& facts);

}  // namespace isogs
