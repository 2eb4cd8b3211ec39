// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/stop_signal.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace isogs {
namespace {

/// Signals closer than this are one: timeout(1) sends it to the process and then to its group.
constexpr int64_t kSameSignalNs = 200'000'000;
constexpr int64_t kNobody = -1;

/// A process that sent a signal; 0 is the kernel, on behalf of a terminal.
struct Sender {
  std::atomic<int64_t> process{kNobody};
  std::atomic<int64_t> first_ns{0};
};

std::atomic<int> g_requested{0};
Sender g_senders[4];
static_assert(std::atomic<int64_t>::is_always_lock_free, "used in a signal handler");

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

int64_t NowNs() {
  timespec time = {};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// Whether `process` has sent one before, and not just now. All of them are blocked meanwhile.
bool HasAskedBefore(int64_t process) {
  for (Sender& sender : g_senders) {
    if (sender.process == process) return NowNs() - sender.first_ns > kSameSignalNs;
    if (sender.process != kNobody) continue;
    sender.first_ns = NowNs();
    sender.process = process;
    return false;
  }
  return true;  // that many senders mean it
}

void OnSignal(int signal, siginfo_t* info, void* /*context*/) {
  const bool from_process = info->si_code <= 0;  // SI_USER, SI_QUEUE, SI_TKILL
  const bool again = HasAskedBefore(from_process ? info->si_pid : 0);
  if (g_requested.exchange(signal) != 0 && again) _exit(128 + signal);
}

}  // namespace

StopSignal::StopSignal() {
  g_requested = 0;
  for (Sender& sender : g_senders) sender.process = kNobody;
  struct sigaction action = {};
  action.sa_sigaction = OnSignal;
  action.sa_flags = SA_RESTART | SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  for (const int signal : kSignals) sigaddset(&action.sa_mask, signal);
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
}

StopSignal::~StopSignal() {
  for (const int sig : kSignals) signal(sig, SIG_DFL);
}

void IgnoreClosedPipes() { signal(SIGPIPE, SIG_IGN); }

int StopSignal::requested() const { return g_requested; }

}  // namespace isogs
