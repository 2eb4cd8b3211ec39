// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "launch/ended_run.h"
#include "shared/ipc/role_lock.h"
#include "shared/ipc/status.h"

namespace isogs {

/// What is known of a session from outside.
struct SessionView {
  std::filesystem::path run_directory;
  std::vector<std::pair<Role, RoleHolder>> processes;  ///< those that run now
  std::optional<Status> status;                        ///< nothing: SLAM has published none
  std::optional<EndedRun> ended;                       ///< where there is no status, and no SLAM

  bool slam_runs() const;
  /// Whether SLAM published that it works, and is not there any more.
  bool slam_died() const;
};

/// The processes of a run that run now.
std::vector<std::pair<Role, RoleHolder>> FindProcesses(const std::filesystem::path& run_directory);

/// Some lines for people, with a line end each.
std::string FormatStatus(const SessionView& view);
/// One line: an object with the fields of Status, "state" being "died" where SLAM did, and "processes".
/// Of a run that has ended: "state" ("ended", "killed"), frames_done, lost_frames, gaussians, ended_unix_s.
std::string FormatStatusJson(const SessionView& view);

}  // namespace isogs
