// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/io/disk_fault.h"

#include <unistd.h>

#include <cstdlib>

#include "shared/core/kill_point.h"

namespace isogs {
namespace {

unsigned SlowWriteUs() {
  const char* const text = std::getenv("ISOGS_SLOW_WRITE_US");
  return text == nullptr ? 0 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

}  // namespace

void DiskFaultPoint(std::string_view step) {
  KillPoint(step);
  static const unsigned slow_write_us = SlowWriteUs();
  if (slow_write_us > 0 && step == "file_write") usleep(slow_write_us);
}

}  // namespace isogs
