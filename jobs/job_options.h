// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace isogs {

enum class JobEngine { kLocal, kSlurm };

/// How the items of a batch are run.
struct JobOptions {
  JobEngine engine = JobEngine::kLocal;
  int jobs = 1;  ///< items that run at once, at most
  int gpus = 0;  ///< of this machine, given to items in turn; with Slurm: one for each item, if not 0
  bool retry_failed = false;  ///< only what failed
  bool dry_run = false;       ///< say what would be run, and run nothing
  bool verbose = false;       ///< a line for each item
  std::optional<int> timeout_s = {};
  std::vector<std::string> slurm_options = {};  ///< for sbatch
  std::filesystem::path programs = {};  ///< where `jobs` lies, for Slurm's tasks; empty: beside this program
};

/// Adds --jobs, --gpus, --engine and so on; parsing fills `options`, which must outlive it.
void AddJobOptions(CLI::App& app, JobOptions& options);

}  // namespace isogs
