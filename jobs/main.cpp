// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// jobs status DIR, jobs item DIR: what a batch says of itself, and one item of it.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "jobs/batch.h"
#include "jobs/batch_status.h"
#include "jobs/job_options.h"
#include "jobs/local_engine.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

struct Options {
  std::string directory;
  bool json = false;
  std::optional<int64_t> item;
  int64_t offset = 0;
  JobOptions job;
};

/// The task's number in Slurm's array.
int64_t TaskNumber() {
  const char* text = std::getenv("SLURM_ARRAY_TASK_ID");
  const std::string_view number = text != nullptr ? text : "";
  int64_t task = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), task);
  if (error != std::errc() || end != number.data() + number.size()) {
    throw UsageError("found no ITEM and no SLURM_ARRAY_TASK_ID, expected the number of an item");
  }
  return task;
}

void RunItem(const Options& options) {
  const Batch batch = LoadBatch(options.directory);
  const int64_t item = options.item ? *options.item : options.offset + TaskNumber();
  if (item < 0 || item >= batch.items) {
    throw UsageError(
        fmt::format("item {}: is not in {}, expected 0 to {}", item, options.directory, batch.items - 1));
  }
  if (!RunOneItem(batch, item, options.job)) {
    throw Error(fmt::format("item {} did not succeed; its log: {}", item, batch.log(item).string()));
  }
}

void Run(int argc, char** argv) {
  Options options;
  CLI::App app("Look at a batch of items (of make_dataset build or sweep), or run one of its items.");
  app.require_subcommand(1);
  CLI::App* status = app.add_subcommand("status", "Show how far a batch is, and what failed");
  status->add_option("directory", options.directory, "Folder of the batch")->required()->type_name("DIR");
  status->add_flag("--json", options.json, "One JSON object");
  CLI::App* item = app.add_subcommand("item", "Run one item, as the tasks of a Slurm array do");
  item->add_option("directory", options.directory, "Folder of the batch")->required()->type_name("DIR");
  item->add_option("item", options.item, "Its number (default: --offset and SLURM_ARRAY_TASK_ID)")
      ->type_name("ITEM");
  item->add_option("--offset", options.offset, "Item of the array's task 0")->type_name("N");
  item->add_option("--timeout", options.job.timeout_s, "Seconds that it may take")
      ->check(CLI::Range(1, 100'000'000))
      ->type_name("S");
  ParseCommandLine(app, argc, argv);
  InitLogging({}, "jobs");
  if (status->parsed()) return ShowBatchStatus(LoadBatch(options.directory), options.json);
  RunItem(options);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("jobs", [&] { isogs::Run(argc, argv); });
}
