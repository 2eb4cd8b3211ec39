// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/slurm.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

#include "shared/core/captured_command.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

/// env(1) looks for it on the PATH.
CapturedOutput Ask(const std::string& program, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program);
  CapturedOutput answer = RunCaptured("/usr/bin/env", arguments);
  if (answer.code == 127) {
    throw UsageError(
        fmt::format("--engine slurm: found no {} on the PATH, expected Slurm's commands", program));
  }
  return answer;
}

/// The first line that says something.
std::string Words(const CapturedOutput& answer) {
  std::string_view rest = answer.text;
  while (!rest.empty()) {
    const std::string_view line = TakeLine(&rest);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) return std::string(line.substr(0, 300));
  }
  return fmt::format("exit code {}", answer.code);
}

std::string Joined(const std::vector<std::string>& jobs) { return fmt::format("{}", fmt::join(jobs, ",")); }

/// "MaxArraySize            = 1001": a task's number is below it.
int64_t MaxArraySize() {
  const CapturedOutput answer = Ask("scontrol", {"show", "config"});
  if (answer.code != 0) throw Error("scontrol show config: " + Words(answer));
  std::string_view rest = answer.text;
  while (!rest.empty()) {
    std::string_view line = TakeLine(&rest);
    if (TakeWord(&line) != "MaxArraySize" || TakeWord(&line) != "=") continue;
    const std::string_view number = TakeWord(&line);
    int64_t size = 0;
    std::from_chars(number.data(), number.data() + number.size(), size);
    if (size < 1) throw Error("--engine slurm: this site allows no job arrays (MaxArraySize is 0)");
    return size;
  }
  throw Error("scontrol show config: names no MaxArraySize, expected Slurm's configuration");
}

}  // namespace

Slurm::Slurm() : max_tasks_(MaxArraySize()) {}

std::string Slurm::Submit(const ArrayRequest& request) const {
  std::vector<std::string> arguments = {"--parsable",
                                        "--job-name=" + request.name,
                                        fmt::format("--array={}%{}", request.array.tasks, request.at_once),
                                        "--output=" + request.log.string(),
                                        "--open-mode=append",
                                        "--chdir=" + request.working_directory.string()};
  if (request.gpu) arguments.push_back("--gres=gpu:1");
  if (!request.after.empty()) arguments.push_back("--dependency=afterany:" + request.after);
  arguments.insert(arguments.end(), request.options.begin(), request.options.end());
  arguments.push_back("--wrap=" + request.command);
  const CapturedOutput answer = Ask("sbatch", arguments);
  // "123", or "123;cluster".
  const size_t digits = std::min(answer.text.find_first_not_of("0123456789"), answer.text.size());
  if (answer.code != 0 || digits == 0) throw Error("sbatch: " + Words(answer));
  return answer.text.substr(0, digits);
}

bool Slurm::AnyAlive(const std::vector<std::string>& jobs) const {
  if (jobs.empty()) return false;
  const CapturedOutput answer = Ask("squeue", {"--noheader", "--format=%i", "--jobs=" + Joined(jobs)});
  // It forgets jobs some minutes after their end.
  if (answer.code != 0) return answer.text.find("Invalid job id") == std::string::npos;
  return answer.text.find_first_of("0123456789") != std::string::npos;
}

void Slurm::CancelPending(const std::vector<std::string>& jobs) const {
  if (jobs.empty()) return;
  std::vector<std::string> arguments = {"--state=PENDING"};
  arguments.insert(arguments.end(), jobs.begin(), jobs.end());
  Ask("scancel", arguments);
}

}  // namespace isogs
