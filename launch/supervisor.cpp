// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "launch/supervisor.h"

#include <signal.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "launch/next_steps.h"
#include "run/run_directory.h"

namespace isogs {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLookInterval{100};
constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause = seconds(10);
constexpr milliseconds kSteadyAfter =
    seconds(30);                  // a helper that lived so long starts with a short pause again
constexpr int kUsageFailure = 2;  // a program that says so would say it again
constexpr int kFallsWithoutCheckpoint = 3;

sigset_t WatchedSignals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&set, signal);
  return set;
}

/// Frame of the newest checkpoint; nothing if there is none.
std::optional<int64_t> NewestCheckpoint(const std::filesystem::path& run_directory) {
  const std::vector<int64_t> frames = CheckpointFrames(run_directory);
  return frames.empty() ? std::nullopt : std::optional(frames.front());
}

std::string NameOfSignal(int signal) { return std::string("signal ") + sigabbrev_np(signal); }

}  // namespace

Supervisor::Supervisor(SupervisorPlan plan) : plan_(std::move(plan)) {
  const sigset_t set = WatchedSignals();
  sigprocmask(SIG_BLOCK, &set, nullptr);
  for (const ProgramCall& call : plan_.helpers) helpers_.emplace_back().call = call;
}

int Supervisor::Run() {
  newest_checkpoint_ = NewestCheckpoint(plan_.run_directory);
  slam_ = std::make_unique<ChildProcess>(plan_.slam.executable, plan_.slam.arguments);
  std::optional<int> code;
  while (!code) {
    StartDueHelpers();
    WaitAndPassOn();
    for (Helper& helper : helpers_) {
      if (!helper.process) continue;
      if (const auto status = helper.process->Poll()) NoteHelperEnd(helper, *status);
    }
    if (const auto status = slam_->Poll()) code = AfterSlam(*status);
  }
  FinishHelpers(*code);
  return *code;
}

void Supervisor::WaitAndPassOn() {
  const sigset_t set = WatchedSignals();
  const timespec wait = {0, std::chrono::nanoseconds(kLookInterval).count()};
  const int signal = sigtimedwait(&set, nullptr, &wait);
  if (signal != SIGINT && signal != SIGTERM && signal != SIGHUP) return;
  if (++end_requests_ == 1) spdlog::info("{}: finishing and saving", NameOfSignal(signal));
  slam_->Signal(SIGTERM);
}

void Supervisor::StartDueHelpers() {
  for (Helper& helper : helpers_) {
    if (helper.process || helper.given_up || end_requests_ > 0 || Clock::now() < helper.start_at) continue;
    helper.process = std::make_unique<ChildProcess>(helper.call.executable, helper.call.arguments);
    helper.started = Clock::now();
  }
}

void Supervisor::NoteHelperEnd(Helper& helper, const ExitStatus& status) {
  helper.process.reset();
  helper.given_up = status.code == 0 || status.code == kUsageFailure;
  if (helper.given_up) {
    spdlog::info("{0} has ended; SLAM goes on without it; isogs {0} {1} starts it again", helper.call.name,
                 ShellWord(plan_.run_directory));
    return;
  }
  const bool steady = Clock::now() - helper.started > kSteadyAfter;
  helper.pause =
      steady || helper.pause.count() == 0 ? kFirstPause : std::min(2 * helper.pause, kLongestPause);
  helper.start_at = Clock::now() + helper.pause;
  spdlog::warn("{} {}; starting it again in {} ms", helper.call.name,
               status.crashed() ? "was ended by " + NameOfSignal(status.signal)
                                : "failed with code " + std::to_string(status.code),
               helper.pause.count());
}

std::optional<int> Supervisor::AfterSlam(const ExitStatus& status) {
  if (!status.crashed() || end_requests_ > 0) return status.code;
  const std::optional<int64_t> checkpoint = NewestCheckpoint(plan_.run_directory);
  falls_without_checkpoint_ = checkpoint == newest_checkpoint_ ? falls_without_checkpoint_ + 1 : 1;
  newest_checkpoint_ = checkpoint;
  const std::string fall = "slam was ended by " + NameOfSignal(status.signal);
  if (falls_without_checkpoint_ >= kFallsWithoutCheckpoint) {
    spdlog::error("{}, {} times without a new checkpoint; giving up", fall, falls_without_checkpoint_);
    return status.code;
  }
  if (restarts_ >= plan_.max_restarts) {
    spdlog::error("{}; it was started again {} times before; giving up", fall, restarts_);
    return status.code;
  }
  ++restarts_;
  spdlog::warn("{}; it goes on from {}", fall, checkpoint ? CheckpointName(*checkpoint) : "the first frame");
  slam_ = std::make_unique<ChildProcess>(plan_.slam.executable, plan_.slam_restart_arguments);
  return std::nullopt;
}

void Supervisor::FinishHelpers(int code) {
  for (Helper& helper : helpers_) {
    if (!helper.process) continue;
    const bool stays = helper.call.is_window && plan_.keeps_window && code == 0 && end_requests_ == 0;
    if (!stays) helper.process->Signal(SIGTERM);
    if (!stays) Finish(helper);
  }
  if (code == 0) {
    for (const std::string& step : NextSteps(plan_.run_directory)) spdlog::info("next: {}", step);
  }
  for (Helper& helper : helpers_) {
    if (helper.process) WaitUntilClosed(helper);
  }
}

void Supervisor::WaitUntilClosed(Helper& window) {
  spdlog::info("{}", window.call.closing);
  while (!window.process->Poll() && end_requests_ == 0) WaitAndPassOn();
  window.process->Signal(SIGTERM);
  Finish(window);
}

void Supervisor::Finish(Helper& helper) {
  const auto deadline = Clock::now() + plan_.finish_patience;
  while (!helper.process->Poll() && Clock::now() < deadline && end_requests_ < 2) {
    const int before = end_requests_;
    WaitAndPassOn();
    if (before == 0 && end_requests_ > 0) spdlog::info("waiting for {}", helper.call.name);
  }
  const auto status = helper.process->Poll();
  if (!status) {
    spdlog::warn("{} did not end within {} s and is killed", helper.call.name,
                 std::chrono::duration_cast<seconds>(plan_.finish_patience).count());
  } else if (status->code != 0) {
    spdlog::warn("{} ended with code {}", helper.call.name, status->code);
  }
  helper.process.reset();
}

}  // namespace isogs
