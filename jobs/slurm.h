// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "jobs/array_ranges.h"

namespace isogs {

/// What sbatch is told of an array.
struct ArrayRequest {
  std::string name;
  JobArray array;
  int at_once = 1;      ///< tasks
  bool gpu = false;     ///< one for each task
  std::string after;    ///< job that must have ended before, however; empty: none
  std::string command;  ///< of a shell, for each task
  std::filesystem::path log;
  std::filesystem::path working_directory;
  std::vector<std::string> options;  ///< given by the user
};

/// Slurm's commands. What they answer is checked against Slurm 22.05. Errors name the command and repeat its
/// words.
class Slurm {
 public:
  /// Throws UsageError if there is no sbatch here.
  Slurm();

  /// Tasks of an array have numbers below this (MaxArraySize); at least 1.
  int64_t max_tasks() const { return max_tasks_; }
  /// Returns the job's id.
  std::string Submit(const ArrayRequest& request) const;
  /// Whether some of these jobs have not ended. If Slurm does not answer, they may not have.
  bool AnyAlive(const std::vector<std::string>& jobs) const;
  /// Takes tasks back that have not begun.
  void CancelPending(const std::vector<std::string>& jobs) const;

 private:
  int64_t max_tasks_ = 1;
};

}  // namespace isogs
