// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/slurm_engine.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "jobs/slurm.h"
#include "shared/core/installation.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr std::chrono::milliseconds kLook(500);       // at the journal
constexpr std::chrono::seconds kAsk(5);               // Slurm, about its jobs
constexpr std::chrono::seconds kFileSystemDelay(15);  // until what other machines wrote is seen here
constexpr int kRounds = 2;  // an item is given to Slurm, unless it says how it ended

std::vector<std::string> JobsOf(const JournalReader& journal) {
  std::vector<std::string> jobs;
  for (const Submission& submission : journal.submissions()) jobs.push_back(submission.job);
  return jobs;
}

std::string TaskCommand(const BatchRun& run, int64_t offset) {
  const std::filesystem::path& programs = run.options().programs;
  std::vector<std::string> words = {((programs.empty() ? ExecutableFolder() : programs) / "jobs").string(),
                                    "item", run.batch().directory.string(), "--offset",
                                    std::to_string(offset)};
  if (run.options().timeout_s)
    words.insert(words.end(), {"--timeout", std::to_string(*run.options().timeout_s)});
  return "exec " + ShellQuoted(words);
}

/// As many arrays as it takes, one after the other so that no more run at once than were asked for.
std::vector<std::string> SubmitDue(BatchRun& run, const Slurm& slurm, bool again) {
  Journal journal(run.batch().journal());
  const auto due = [&](int64_t item) { return again ? run.NextVanished(item) : run.NextDue(item); };
  std::vector<std::string> jobs;
  int64_t begin = 0;
  while (const auto array = NextArray(begin, slurm.max_tasks(), due)) {
    const std::string job = slurm.Submit({.name = "isogs-" + run.batch().directory.filename().string(),
                                          .array = *array,
                                          .at_once = run.options().jobs,
                                          .gpu = run.options().gpus > 0,
                                          .after = jobs.empty() ? "" : jobs.back(),
                                          .command = TaskCommand(run, array->offset),
                                          .log = run.batch().directory / "logs" / "slurm_%A.log",
                                          .working_directory = run.batch().working_directory,
                                          .options = run.options().slurm_options});
    journal.Submitted({job, array->offset});
    spdlog::info("Slurm job {}: items from {} on, tasks {}", job, array->offset, array->tasks.substr(0, 100));
    jobs.push_back(job);
    begin = array->end;
  }
  return jobs;
}

void WaitFor(BatchRun& run, const Slurm& slurm, const std::vector<std::string>& jobs) {
  bool cancelled = false;
  auto asked = std::chrono::steady_clock::now();
  for (bool alive = !jobs.empty(); alive;) {
    std::this_thread::sleep_for(kLook);
    run.Show(run.journal().count(ItemState::kStarted));
    if (run.stopping() && !cancelled) {
      cancelled = true;
      slurm.CancelPending(jobs);
    }
    const auto now = std::chrono::steady_clock::now();
    if (now - asked < kAsk && run.NextVanished(0)) continue;
    asked = now;
    alive = slurm.AnyAlive(jobs);
  }
  // The last lines may come late.
  const auto until = std::chrono::steady_clock::now() + kFileSystemDelay;
  while (run.journal().count(ItemState::kStarted) > 0 && std::chrono::steady_clock::now() < until) {
    run.Show(run.journal().count(ItemState::kStarted));
    std::this_thread::sleep_for(kLook);
  }
  run.Show(0);
}

}  // namespace

void RunOnSlurm(BatchRun& run) {
  const Slurm slurm;
  std::vector<std::string> jobs = JobsOf(run.journal());
  if (slurm.AnyAlive(jobs)) {
    spdlog::info("waiting for what was given to Slurm before: job {}", jobs.back());
    WaitFor(run, slurm, jobs);
  }
  for (int round = 0; round < kRounds && !run.stopping(); ++round) {
    jobs = SubmitDue(run, slurm, round > 0);
    if (jobs.empty()) return;
    WaitFor(run, slurm, jobs);
  }
}

}  // namespace isogs
