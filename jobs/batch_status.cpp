// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/batch_status.h"

#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "jobs/journal.h"
#include "shared/ipc/role_lock.h"

namespace isogs {
namespace {

constexpr size_t kShownFailures = 10;

std::string Reason(const ItemEnd& end) {
  if (end.timed_out) return fmt::format("took too long ({:.0f} s)", end.seconds);
  const std::string how =
      end.signal != 0 ? fmt::format("signal {}", end.signal) : fmt::format("code {}", end.code);
  return end.error.empty() ? how : how + ": " + end.error;
}

std::string Json(const Batch& batch, const JournalReader& journal, const std::optional<RoleHolder>& runner) {
  nlohmann::ordered_json json = {{"items", batch.items},
                                 {"done", journal.count(ItemState::kDone)},
                                 {"failed", journal.count(ItemState::kFailed)},
                                 {"started", journal.count(ItemState::kStarted)},
                                 {"pending", journal.count(ItemState::kPending)},
                                 {"mean_seconds", journal.mean_seconds()},
                                 {"peak_memory_bytes", journal.peak_memory_bytes()}};
  json["runner"] = runner ? nlohmann::ordered_json(runner->process_id) : nlohmann::ordered_json();
  json["slurm_jobs"] = nlohmann::ordered_json::array();
  for (const Submission& submission : journal.submissions()) json["slurm_jobs"].push_back(submission.job);
  json["failures"] = nlohmann::ordered_json::array();
  for (const auto& [item, end] : journal.failures()) {
    json["failures"].push_back({{"item", item},
                                {"code", end.code},
                                {"signal", end.signal},
                                {"timed_out", end.timed_out},
                                {"error", end.error},
                                {"log", batch.log(item).string()}});
  }
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string Text(const Batch& batch, const JournalReader& journal, const std::optional<RoleHolder>& runner) {
  std::string text = fmt::format("{}: {} of {} items done, {} failed, {} {}, {} to do\n",
                                 batch.directory.string(), journal.count(ItemState::kDone), batch.items,
                                 journal.count(ItemState::kFailed), journal.count(ItemState::kStarted),
                                 runner || !journal.submissions().empty() ? "running" : "interrupted",
                                 journal.count(ItemState::kPending));
  text += fmt::format(
      "  {:.1f} s an item, at most {} MiB; {}\n", journal.mean_seconds(), journal.peak_memory_bytes() >> 20,
      runner ? fmt::format("run by process {}", runner->process_id) : "nobody runs it on this machine");
  size_t shown = 0;
  for (const auto& [item, end] : journal.failures()) {
    if (shown++ == kShownFailures) break;
    text += fmt::format("  item {}: {}\n    {}\n", item, Reason(end), batch.log(item).string());
  }
  if (journal.failures().size() > kShownFailures) {
    text += fmt::format("  and {} more that failed\n", journal.failures().size() - kShownFailures);
  }
  return text;
}

}  // namespace

void ShowBatchStatus(const Batch& batch, bool json) {
  JournalReader journal(batch.journal(), batch.items);
  journal.Update();
  const std::optional<RoleHolder> runner = FindRoleHolder(batch.directory, Role::kJobs);
  std::printf("%s", (json ? Json(batch, journal, runner) : Text(batch, journal, runner)).c_str());
}

}  // namespace isogs
