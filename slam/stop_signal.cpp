// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/stop_signal.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace isogs {
namespace {

std::atomic<int> g_requested{0};
static_assert(std::atomic<int>::is_always_lock_free, "used in a signal handler");

constexpr int kSignals[] = {SIGINT, SIGTERM};

void OnSignal(int signal) {
  if (g_requested.exchange(signal) != 0) _exit(128 + signal);
}

void Handle(void (*handler)(int)) {
  struct sigaction action = {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : kSignals) sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignal::StopSignal() {
  g_requested = 0;
  Handle(OnSignal);
}

StopSignal::~StopSignal() { Handle(SIG_DFL); }

int StopSignal::requested() const { return g_requested; }

}  // namespace isogs
