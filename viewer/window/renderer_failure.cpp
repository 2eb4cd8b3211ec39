// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/renderer_failure.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <utility>

#include "shared/core/memory.h"

namespace isogs {
namespace {

// Made before: nothing may be allocated in a signal's handler.
char message[256];
size_t message_size = 0;
int console = STDERR_FILENO;  // of its own, because Open3D's words are kept from stderr
bool is_awaited = false;
constexpr int kSignals[] = {SIGABRT, SIGSEGV, SIGBUS};

extern "C" void SayAndEnd(int) {
  [[maybe_unused]] const ssize_t written = write(console, message, message_size);
  _exit(1);
}

void SayIfAwaited() {
  if (is_awaited) SayAndEnd(0);
}

}  // namespace

RendererFailure::RendererFailure(const std::string& program) {
  const auto limit = AddressSpaceLimit();
  if (!limit) return;
  const std::string text = program + ": the renderer failed, probably out of memory; ulimit -v allows " +
                           std::to_string(*limit >> 20) + " MiB in all\n";
  message_size = text.copy(message, sizeof(message));
  if (const int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0); copy >= 0) console = copy;
  for (const int number : kSignals) signal(number, SayAndEnd);
  is_awaited = true;
  std::set_terminate([] { SayAndEnd(0); });  // without the words that the standard library has for it
  std::atexit(SayIfAwaited);                 // of OpenMP's library, which calls exit
}

RendererFailure::~RendererFailure() {
  if (!std::exchange(is_awaited, false)) return;
  for (const int number : kSignals) signal(number, SIG_DFL);
}

}  // namespace isogs
