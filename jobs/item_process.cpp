// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/item_process.h"

#include <fcntl.h>
#include <signal.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "shared/io/open_file.h"

namespace isogs {
namespace {

constexpr std::chrono::seconds kGrace(10);  // between SIGTERM and SIGKILL
constexpr std::streamoff kTail = 4096;      // bytes of a log's end that are looked at
constexpr size_t kLongestError = 300;

ChildProcess Start(const Batch& batch, int64_t item, const ItemConditions& conditions) {
  const Descriptor log = OpenOwnFile(batch.log(item), O_WRONLY | O_CREAT | O_APPEND, 0666);
  std::vector<std::string> command = batch.CommandOf(item);
  const std::string executable = command.front();
  command.erase(command.begin());
  ChildOptions options{.output = log.get(), .working_directory = batch.working_directory};
  options.environment[kJobsVariable] = std::to_string(conditions.at_once);
  if (conditions.gpu) options.environment["CUDA_VISIBLE_DEVICES"] = std::to_string(*conditions.gpu);
  return ChildProcess(executable, command, options);
}

/// What a failed program said last.
std::string LastLine(const std::filesystem::path& file) {
  std::ifstream log(file, std::ios::binary);
  log.seekg(0, std::ios::end);
  const std::streamoff size = log.tellg();
  if (size <= 0) return {};
  log.seekg(std::max<std::streamoff>(0, size - kTail));
  std::string line, last;
  while (std::getline(log, line)) {
    if (const size_t rewritten = line.rfind('\r'); rewritten != std::string::npos)
      line.erase(0, rewritten + 1);
    if (line.find_first_not_of(" \t") != std::string::npos) last = line;
  }
  std::erase_if(last, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
  return last.substr(0, kLongestError);
}

}  // namespace

bool RanOutOfSpace(const ItemEnd& end) {
  const auto says = [&](int reason) {
    return end.error.find(std::generic_category().message(reason)) != std::string::npos;
  };
  return !end.succeeded() && (says(ENOSPC) || says(EDQUOT));
}

ItemProcess::ItemProcess(const Batch& batch, int64_t item, const ItemConditions& conditions)
    : log_(batch.log(item)),
      item_(item),
      conditions_(conditions),
      started_(Clock::now()),
      child_(Start(batch, item, conditions)) {}

void ItemProcess::Stop() {
  child_.SignalGroup(SIGTERM);
  if (!kill_at_) kill_at_ = Clock::now() + kGrace;
}

void ItemProcess::EndIfLate() {
  const auto now = Clock::now();
  if (!kill_at_ && conditions_.timeout && now - started_ > *conditions_.timeout) {
    timed_out_ = true;
    Stop();
  }
  if (kill_at_ && now > *kill_at_) child_.SignalGroup(SIGKILL);
}

std::optional<ItemEnd> ItemProcess::Poll() {
  const std::optional<ExitStatus> status = child_.Poll();
  if (!status) {
    EndIfLate();
    return std::nullopt;
  }
  const std::chrono::duration<double> taken = Clock::now() - started_;
  ItemEnd end{.item = item_,
              .code = status->code,
              .signal = status->signal,
              .timed_out = timed_out_,
              .seconds = taken.count(),
              .processor_s = status->processor_s,
              .peak_memory_bytes = status->peak_memory_bytes,
              .error = {}};
  if (end.timed_out && end.succeeded()) end.timed_out = false;  // it was done just then
  if (!end.succeeded()) end.error = LastLine(log_);
  return end;
}

}  // namespace isogs
