// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/disk_fault.h"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace isogs {
namespace {

struct Fault {
  std::string step;
  long count = 1;
  unsigned slow_write_us = 0;

  bool any() const { return !step.empty() || slow_write_us > 0; }
};

Fault FromEnvironment() {
  Fault fault;
  if (const char* const slow = std::getenv("ISOGS_SLOW_WRITE_US")) {
    fault.slow_write_us = static_cast<unsigned>(std::strtoul(slow, nullptr, 10));
  }
  const char* const text = std::getenv("ISOGS_KILL_AT");
  if (text == nullptr) return fault;
  const std::string_view value(text);
  const size_t colon = value.find(':');
  fault.step = value.substr(0, colon);
  if (colon != std::string_view::npos) fault.count = std::strtol(text + colon + 1, nullptr, 10);
  return fault;
}

}  // namespace

void DiskFaultPoint(std::string_view step) {
  static const Fault fault = FromEnvironment();
  if (!fault.any()) return;
  static std::atomic<long> passes{0};
  if (step == fault.step && ++passes == fault.count) kill(getpid(), SIGKILL);
  if (fault.slow_write_us > 0 && step == "file_write") usleep(fault.slow_write_us);
}

}  // namespace isogs
