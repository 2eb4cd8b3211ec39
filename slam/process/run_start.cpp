// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/run_start.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "run/run_identity.h"
#include "run/run_trajectories.h"
#include "shared/core/error.h"
#include "shared/formats/trajectory.h"
#include "shared/io/metrics_log.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// A file that the command line names: what is wrong with it is a usage error.
template <typename Read>
auto ReadNamed(const char* option, Read&& read) {
  try {
    return read();
  } catch (const Error& error) {
    throw UsageError(std::string(option) + ": " + error.what());
  }
}

bool IsIn(const fs::path& file, const fs::path& folder) {
  std::error_code failure;
  return fs::equivalent(fs::absolute(file).parent_path(), folder, failure);
}

void CheckIdentity(const SlamState& state, const Config& config, const RunOptions& options) {
  const std::vector<std::string> differences = IdentityDifferences(state.identity, IdentityOf(config));
  if (differences.empty()) return;
  if (!options.allow_config_change) {
    throw UsageError(
        config.output + ": the run there was made with another configuration: " + Joined(differences) +
        "; --allow-config-change goes on, --fresh moves it aside, --output names another folder");
  }
  spdlog::warn("the configuration changed: {}", Joined(differences));
}

}  // namespace

ChosenStart ReadChosenStart(const RunDirectory& directory, const RunOptions& options) {
  ChosenStart chosen;
  if (options.resume_from) {
    const fs::path& file = *options.resume_from;
    chosen.state = ReadNamed("--resume-from", [&] { return ReadState(file); });
    if (!options.fresh && HoldsRun(directory) && !IsIn(file, directory.path())) {
      throw UsageError("--resume-from " + file.string() + ": " + directory.path().string() +
                       " holds another run; --fresh moves it aside, --output names another folder");
    }
  }
  if (options.initial_map) {
    chosen.map = ReadNamed("--initial-map", [&] { return ReadParams(*options.initial_map); });
  }
  return chosen;
}

std::optional<SlamState> FindState(const CheckpointStore& store, ChosenStart& chosen, const Config& config,
                                   const RunOptions& options, const std::string& simd_target) {
  std::optional<SlamState> state;
  std::string from;
  if (chosen.state) {
    state = std::move(chosen.state);
    from = options.resume_from->string();
  } else {
    std::vector<std::string> skipped;
    std::optional<CheckpointStore::Newest> newest = store.ReadNewest(&skipped);
    for (const std::string& what : skipped) spdlog::warn("checkpoint skipped: {}", what);
    if (!newest) return std::nullopt;
    state = std::move(newest->state);
    from = newest->path.string();
  }
  CheckIdentity(*state, config, options);
  spdlog::info("going on from {}, {} frames done", from, state->params.frames.size());
  if (state->simd_target != simd_target) {
    spdlog::warn("the run was made with SIMD target '{}', this is '{}': results differ in their last bits",
                 state->simd_target, simd_target);
  }
  if (chosen.map) spdlog::info("--initial-map is not used: the run goes on");
  return state;
}

void RewindDirectory(const RunDirectory& directory, const CheckpointStore& store, const SlamState* state) {
  for (const std::string& name : store.RemoveLeftovers()) spdlog::info("{}, half-written, removed", name);
  const std::vector<FrameRecord> none;
  const std::vector<FrameRecord>& frames = state != nullptr ? state->params.frames : none;
  const auto count = static_cast<int64_t>(frames.size());
  for (const fs::path& aside : store.SetAsideNewerThan(count - 1)) {
    spdlog::info("a checkpoint of a later frame is kept as {}", aside.string());
  }
  const int64_t dropped = CutMetrics(directory.metrics(), count - 1);
  if (dropped > 0) spdlog::info("{} frames after frame {} are done again", dropped, count - 1);
  const Trajectory known =
      state != nullptr ? OnlineTrajectory(frames, state->params.world_from_map) : Trajectory();
  const auto poses = static_cast<int64_t>(known.size());
  if (CutTrajectory(directory.trajectory_online(), poses) < poses) {
    WriteTrajectory(directory.trajectory_online(), known);  // lines were lost: the poses are known still
  }
}

InitialMap MakeInitialMap(Params map, int64_t first_index) {
  InitialMap initial{std::move(map.map), Pose::Identity(), map.world_from_map};
  std::ranges::fill(initial.map.timesteps, 0.0f);  // frames of another run
  const auto same = std::ranges::find(map.frames, first_index, &FrameRecord::dataset_index);
  if (same != map.frames.end()) initial.first_camera_from_map = same->camera_from_map;
  return initial;
}

}  // namespace isogs
