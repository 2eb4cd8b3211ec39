// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep/sweep_folder.h"

#include <spdlog/fmt/fmt.h>

#include <string>
#include <system_error>
#include <vector>

#include "jobs/item_threads.h"
#include "run/run_directory.h"
#include "shared/config/config_reader.h"
#include "shared/config/config_writer.h"
#include "shared/core/child_process.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/io/file.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> OverridesOf(const SweepPlan& plan, int64_t point) {
  std::vector<std::string> overrides;
  const std::vector<std::string> values = plan.ValuesOf(point);
  for (size_t i = 0; i < values.size(); ++i) overrides.push_back(plan.variables[i].key + "=" + values[i]);
  return overrides;
}

Config LoadBase(const SweepPlan& plan) {
  const PathLookup file = LookUpConfig(plan.base_config);
  if (!file.exists) throw UsageError("base_config: no configuration at " + file.places);
  return LoadConfig(file.path, {});
}

/// Writes a file, or finds the same there.
void WriteOnce(const fs::path& file, const std::string& text, const std::string& what) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return WriteFileAtomically(file, text);
  if (ReadWholeFile(file) != text) {
    throw UsageError(
        fmt::format("{}: {} is another than the one that this folder was begun with; give another "
                    "base_output_dir, or what it was begun with",
                    file.string(), what));
  }
}

void RunProgramOf(const std::string& name, const std::vector<std::string>& arguments) {
  ChildProcess child(ExecutableFolder() / name, arguments);
  const ExitStatus status = child.Wait();
  if (status.crashed()) throw Error(fmt::format("{} was ended by signal {}", name, status.signal));
  if (status.code != 0) throw Error(fmt::format("{} ended with code {}", name, status.code));
}

}  // namespace

fs::path SweepFolder::run(int64_t item) const { return path_ / "runs" / fmt::format("{:06}", item); }

void CheckPoints(const SweepPlan& plan) {
  const Config base = LoadBase(plan);
  for (int64_t point = 0; point < plan.points(); ++point) {
    try {
      LoadConfig(base.file, OverridesOf(plan, point));
    } catch (const UsageError& error) {
      throw UsageError(fmt::format("point {} ({}): {}", point, plan.Describe(point), error.what()));
    }
  }
}

Batch BatchOf(const SweepPlan& plan) {
  const fs::path folder = fs::absolute(plan.base_output_dir);
  return {.directory = folder,
          .command = {(ExecutableFolder() / "sweep").string(), SweepFolder(folder).plan().string()},
          .working_directory = fs::current_path(),
          .items = plan.items()};
}

Batch BeginSweep(const SweepPlan& plan) {
  Batch batch = BatchOf(plan);
  const SweepFolder folder(batch.directory);
  std::error_code error;
  fs::create_directories(folder.path(), error);
  if (error) throw UsageError("cannot make " + folder.path().string() + ": " + error.message());
  SweepPlan kept = plan;
  kept.max_workers = 1;  // may be another each time
  kept.base_config = folder.base().string();
  kept.base_output_dir = folder.path().string();
  WriteOnce(folder.base(), ToYaml(LoadBase(plan)), "the base configuration");
  WriteOnce(folder.plan(), ToYaml(kept), "the sweep");
  return batch;
}

void RunSweepItem(const SweepFolder& folder, int64_t item) {
  const SweepPlan plan = LoadSweepPlan(folder.plan());
  if (item < 0 || item >= plan.items()) {
    throw UsageError(fmt::format("--item {}: is not in the sweep, expected 0 to {}", item, plan.items() - 1));
  }
  const RunDirectory run(folder.run(item));
  std::error_code ignored;
  if (fs::exists(run.evaluation(), ignored)) return;
  std::vector<std::string> arguments = {folder.base().string(), "--output", run.path().string(), "--set",
                                        "publish.enabled=false"};
  for (const std::string& text : OverridesOf(plan, item / plan.repeats))
    arguments.insert(arguments.end(), {"--set", text});
  if (plan.repeats > 1) {
    const int64_t seed = LoadConfig(folder.base(), {}).seed + item % plan.repeats;
    arguments.insert(arguments.end(), {"--seed", std::to_string(seed)});
  }
  const std::string threads = std::to_string(ThreadsOfAnItem());
  arguments.insert(arguments.end(), {"--threads", threads});
  RunProgramOf("slam", arguments);
  RunProgramOf("evaluate",
               {run.path().string(), "--every", std::to_string(plan.evaluate_every), "--threads", threads});
}

}  // namespace isogs
