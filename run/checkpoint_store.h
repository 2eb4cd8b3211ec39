// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "run/run_directory.h"
#include "run/slam_state.h"

namespace isogs {

/// The checkpoints of a run directory. For the process that holds the run's SLAM role.
class CheckpointStore {
 public:
  /// `keep`: how many of the newest stay.
  CheckpointStore(RunDirectory directory, int keep) : directory_(std::move(directory)), keep_(keep) {}

  /// The newest checkpoint that reads back whole.
  struct Newest {
    std::filesystem::path path;
    SlamState state;
  };
  /// Nothing if there is no checkpoint. Those that do not read back whole are told to `skipped`, newest
  /// first, with what is wrong. Throws Error if there are some, and none is whole.
  std::optional<Newest> ReadNewest(std::vector<std::string>* skipped) const;

  /// Renames checkpoints of frames after `frame` to NAME.skipped: what the run writes from now on continues
  /// that frame, not them. Returns the new names.
  std::vector<std::filesystem::path> SetAsideNewerThan(int64_t frame) const;

  /// Removes what a killed process left half-written. Returns the names.
  std::vector<std::string> RemoveLeftovers() const;

  /// Writes the checkpoint of the state's last frame; when it is on disk, deletes all but the newest. Throws
  /// Error naming the file if it cannot be written: then the others are as they were.
  std::filesystem::path Write(const SlamState& state) const;

 private:
  void Rotate() const;

  RunDirectory directory_;
  int keep_;
};

}  // namespace isogs
