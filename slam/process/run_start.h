// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "run/checkpoint_store.h"
#include "slam/process/run_slam.h"
#include "slam/system/slam_system.h"

namespace isogs {

/// What the command line names to start from, read before anything is changed on disk.
struct ChosenStart {
  std::optional<SlamState> state;  // --resume-from
  std::optional<Params> map;       // --initial-map
};

/// Throws UsageError if a file cannot be read, or if a run that `options` would not move aside is in the way.
ChosenStart ReadChosenStart(const RunDirectory& directory, const RunOptions& options);

/// The state to go on from: the chosen one or the newest checkpoint that reads back whole; nothing for a run
/// that starts. Says what it found. Throws UsageError naming the keys if the configuration differs in ones
/// that decide the results and `options` do not allow it; another SIMD target than `simd_target` is a
/// warning.
std::optional<SlamState> FindState(const CheckpointStore& store, ChosenStart& chosen, const Config& config,
                                   const RunOptions& options, const std::string& simd_target);

/// Brings what the directory holds to `state` (null: the beginning): newer checkpoints are set aside, lines
/// of later frames cut from metrics and online trajectory.
void RewindDirectory(const RunDirectory& directory, const CheckpointStore& store, const SlamState* state);

/// `map` as the first frame, `first_index` of the data set, finds it: seen from the pose that the map's run
/// had for that frame, or from its origin.
InitialMap MakeInitialMap(Params map, int64_t first_index);

}  // namespace isogs
