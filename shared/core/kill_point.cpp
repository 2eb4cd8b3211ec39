// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/kill_point.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace isogs {
namespace {

struct Kill {
  std::string step;
  long count = 1;
  std::string token;  // empty: none is needed
};

Kill FromEnvironment() {
  Kill wanted;
  const char* const text = std::getenv("ISOGS_KILL_AT");
  if (text == nullptr) return wanted;
  const std::string_view value(text);
  const size_t colon = value.find(':');
  wanted.step = value.substr(0, colon);
  if (colon != std::string_view::npos) wanted.count = std::strtol(text + colon + 1, nullptr, 10);
  if (const char* const folder = std::getenv("ISOGS_KILL_TOKENS")) {
    wanted.token = std::string(folder) + "/" + program_invocation_short_name;
  }
  return wanted;
}

const Kill& Wanted() {
  static const Kill wanted = FromEnvironment();
  return wanted;
}

}  // namespace

void KillPoint(std::string_view step) {
  const Kill& wanted = Wanted();
  if (wanted.step.empty() || step != wanted.step) return;
  static std::atomic<long> passes{0};
  const long pass = ++passes;
  const bool dies =
      wanted.token.empty() ? pass == wanted.count : pass >= wanted.count && unlink(wanted.token.c_str()) == 0;
  if (dies) kill(getpid(), SIGKILL);
}

bool KillPointsAreSet() { return !Wanted().step.empty(); }

}  // namespace isogs
