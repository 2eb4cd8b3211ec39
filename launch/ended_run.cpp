// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "launch/ended_run.h"

#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "run/run_directory.h"
#include "shared/io/npz.h"
#include "shared/types/tracking_state.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

double ModifiedUnixSeconds(const fs::path& file) {
  struct stat status = {};
  if (stat(file.c_str(), &status) != 0) return 0.0;
  return static_cast<double>(status.st_mtim.tv_sec) + 1e-9 * static_cast<double>(status.st_mtim.tv_nsec);
}

}  // namespace

std::optional<EndedRun> FindEndedRun(const fs::path& run_directory) {
  const RunDirectory directory(run_directory);
  EndedRun run;
  run.is_saved = fs::exists(directory.params());
  if (!run.is_saved && CheckpointFrames(run_directory).empty()) return std::nullopt;
  const fs::path file = FindParams(run_directory);
  const NpzReader npz(file);
  if (!npz.Contains("isogs_frame_states")) return std::nullopt;  // another program's
  const std::vector<int64_t> states = npz.Read<int64_t>("isogs_frame_states");
  run.frames = static_cast<int64_t>(states.size());
  run.lost_frames = std::ranges::count(states, static_cast<int64_t>(TrackingState::kLost));
  run.gaussians = npz.Header("means3D").shape.front();
  run.ended_unix_s = ModifiedUnixSeconds(file);
  return run;
}

}  // namespace isogs
