// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/make_dataset/build_command.h"

#include <spdlog/fmt/fmt.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "jobs/item_threads.h"
#include "jobs/make_dataset/build_item.h"
#include "jobs/make_dataset/build_options.h"
#include "jobs/make_dataset/finish_dataset.h"
#include "jobs/run_batch.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/ipc/role_lock.h"
#include "shared/log/progress_line.h"

namespace isogs::synthetic {
namespace {

struct CommandLine {
  std::string output;
  std::optional<std::string> size, quality;
  BuildRequest request;
  std::optional<int64_t> item;
  JobOptions jobs;
};

BuildRequest RequestOf(const CommandLine& line) {
  BuildRequest request = line.request;
  if (line.size) request.scenes = ScenesOfSize(*line.size);
  if (line.quality) request.quality = QualityOf(*line.quality);
  return request;
}

void RunItem(const DatasetFolder& folder, const CollectionOptions& options, int64_t item) {
  if (item < 0 || item >= options.scenes) {
    throw UsageError(
        fmt::format("--item {}: is not in the data set, expected 0 to {}", item, options.scenes - 1));
  }
  BeginDataset(folder, options);
  const ThreadLimit threads(ThreadsOfAnItem());
  BuildItem(folder, options, item);
}

/// The splits and all that is said of the whole.
DatasetInfo Finish(const DatasetFolder& folder, const CollectionOptions& options) {
  const RoleLock alone = RoleLock::Acquire(folder.path(), Role::kJobs);
  JournalReader journal(BatchOf(folder, options).journal(), options.scenes);
  journal.Update();
  ProgressLine line(std::cout, StdoutIsTerminal(), StdoutColumns());
  return FinishDataset(folder, options, journal, [&](int64_t done, int64_t scenes) {
    if (done > 0) line.Update({.unit = "metadata", .frame = done, .frames = scenes});
  });
}

void ShowResult(const DatasetFolder& folder, const DatasetInfo& info) {
  std::string counts;
  for (const Split split : kSplits) {
    counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", NameOf(split),
                          info.scenes[static_cast<size_t>(split)]);
  }
  std::printf("%s\n", fmt::format("{}: {} scenes ({}), {} pictures, {:.1f} MB, CRC-32 {}",
                                  folder.path().string(), info.scene_count(), counts, info.pictures,
                                  static_cast<double>(info.bytes) * 1e-6, info.crc32)
                          .c_str());
  std::fflush(stdout);
}

void Run(const CommandLine& line) {
  const DatasetFolder folder(std::filesystem::absolute(line.output));
  const CollectionOptions options = ResolveOptions(folder, RequestOf(line));
  if (line.item) return RunItem(folder, options, *line.item);
  const Batch batch = BatchOf(folder, options);
  if (!line.jobs.dry_run) BeginDataset(folder, options);
  const BatchOutcome outcome = RunBatch(batch, line.jobs);
  if (line.jobs.dry_run) return;
  if (outcome.left == 0) {
    ShowResult(folder, Finish(folder, options));
  }
  RequireComplete(batch, outcome);
}

}  // namespace

std::function<void()> AddBuildCommand(CLI::App& app) {
  const auto line = std::make_shared<CommandLine>();
  CLI::App* const command = app.add_subcommand(
      "build",
      "Build a data set of many rooms: pictures with depth from five places each, and what is true of the "
      "things in them. Started again, it goes on where it was");
  command->add_option("--output", line->output, "Folder: new, empty, or of a data set that was begun")
      ->required()
      ->type_name("DIR");
  CLI::Option* const size =
      command->add_option("--size", line->size, "tiny, small, medium, large: 40, 1520, 15200, 152000 scenes")
          ->type_name("NAME");
  command->add_option("--count", line->request.scenes, "Scenes, in place of --size")
      ->check(CLI::Range(int64_t{1}, kMostScenes))
      ->excludes(size)
      ->type_name("N");
  command
      ->add_option("--quality", line->quality,
                   "draft: 480x320 pixels, a ray each; normal: 1024x768, 4 rays; high: 16 rays "
                   "[default: normal]")
      ->check(CLI::IsMember({"draft", "normal", "high"}))
      ->type_name("NAME");
  command
      ->add_option("--seed", line->request.seed, "Of the first scene, the next one has the next [default: 0]")
      ->check(CLI::Range(int64_t{0}, kMostSeed))
      ->type_name("S");
  command
      ->add_option("--sequences", line->request.sequences,
                   "So many scenes, the first ones, also get a sequence [default: 0]")
      ->check(CLI::Range(int64_t{0}, kMostScenes))
      ->type_name("K");
  command->add_option("--item", line->item, "Build only this scene, by its number from 0 on")
      ->type_name("INDEX");
  AddJobOptions(*command, line->jobs);
  return [line] { Run(*line); };
}

}  // namespace isogs::synthetic
