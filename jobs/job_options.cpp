// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/job_options.h"

#include <CLI/CLI.hpp>
#include <string>

namespace isogs {

void AddJobOptions(CLI::App& app, JobOptions& options) {
  app.add_option("--jobs", options.jobs, "Items that run at once, at most")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--gpus", options.gpus,
                 "GPUs of this machine, one for each item in turn (CUDA_VISIBLE_DEVICES); with Slurm, any "
                 "number asks for "
                 "one an item")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  app.add_option_function<std::string>(
         "--engine",
         [&options](const std::string& name) {
           options.engine = name == "slurm" ? JobEngine::kSlurm : JobEngine::kLocal;
         },
         "Where items run: local or slurm")
      ->check(CLI::IsMember({"local", "slurm"}))
      ->type_name("NAME");
  app.add_option("--slurm-option", options.slurm_options,
                 "An option for sbatch, e.g. --slurm-option=--partition=gpu; may be repeated")
      ->allow_extra_args(false)
      ->type_name("OPTION");
  app.add_option("--timeout", options.timeout_s, "Seconds that an item may take")
      ->check(CLI::Range(1, 100'000'000))
      ->type_name("S");
  app.add_flag("--retry-failed", options.retry_failed, "Run only what failed before");
  app.add_flag("--dry-run", options.dry_run, "Say what would be run, and run nothing");
  app.add_flag("--verbose", options.verbose, "A line for each item that ends");
}

}  // namespace isogs
