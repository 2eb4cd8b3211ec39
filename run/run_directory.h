// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shared/ipc/role_lock.h"

namespace isogs {

/// The folder a run leaves its results in (docs/run_files.md): the names of what lies there.
class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path config() const { return path_ / "config.yaml"; }
  std::filesystem::path dataset() const { return path_ / "dataset.json"; }
  std::filesystem::path metrics() const { return path_ / "metrics.jsonl"; }
  std::filesystem::path timing() const { return path_ / "timing.json"; }
  std::filesystem::path profile() const { return path_ / "profile.json"; }
  std::filesystem::path params() const { return path_ / "params.npz"; }
  std::filesystem::path trajectory() const { return path_ / "trajectory.txt"; }
  std::filesystem::path trajectory_online() const { return path_ / "trajectory_online.txt"; }
  std::filesystem::path trajectory_ground_truth() const { return path_ / "trajectory_ground_truth.txt"; }
  std::filesystem::path evaluation() const { return path_ / "evaluation.json"; }
  std::filesystem::path views() const { return path_ / "views.jsonl"; }
  std::filesystem::path pictures() const { return path_ / "pictures"; }
  std::filesystem::path logs() const { return path_ / "logs"; }
  std::filesystem::path log(const std::string& process) const { return logs() / (process + ".log"); }

 private:
  std::filesystem::path path_;
};

/// Whether some run left its traces there.
bool HoldsRun(const RunDirectory& directory);

/// A run directory that this process alone writes to.
struct PreparedRun {
  RoleLock lock;
  std::optional<std::filesystem::path> moved_to;  // where an earlier run went
};

/// Makes the folder and takes its SLAM role. With `fresh`, an earlier run there is moved aside to NAME.1,
/// NAME.2,
/// ...; so is, without it, a finished run that left no checkpoint to go on from. Throws UsageError if the
/// folder cannot be made, holds something else than a run although `fresh` is asked for, or another process
/// holds the role.
PreparedRun PrepareRunDirectory(const RunDirectory& directory, bool fresh);

/// The run that a configuration lies in: RUN/config.yaml means RUN, also where it was copied to.
std::optional<std::filesystem::path> RunOfConfig(const std::filesystem::path& config_file);

/// Where a run is left whose configuration names no output: runs/<name of the configuration file>.
std::filesystem::path DefaultRunDirectory(const std::filesystem::path& config_file);

/// Name of a finished run's file in its run directory.
inline constexpr const char* kParamsName = "params.npz";
/// Name of the checkpoint after frame `frame`, counted from 0: "params000404.npz".
std::string CheckpointName(int64_t frame);
/// The frame that a checkpoint's name tells; nothing if the name is another file's.
std::optional<int64_t> CheckpointFrame(const std::string& name);
/// Frames of the checkpoints in a folder, newest first.
std::vector<int64_t> CheckpointFrames(const std::filesystem::path& run_directory);
/// The run's params.npz or, while there is none, its newest checkpoint. Throws UsageError if there is
/// neither.
std::filesystem::path FindParams(const std::filesystem::path& run_directory);

}  // namespace isogs
