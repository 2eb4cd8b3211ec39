// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/virtual_display.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr int kStartTimeoutMs = 20'000;
constexpr int kNotFound = 127;  // as a shell says it

/// The child between fork and exec: only calls that are safe there.
[[noreturn]] void BecomeXvfb(pid_t parent, int display_pipe, const char* display_pipe_text) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);  // not SIGKILL, after which its lock and socket would stay in /tmp
  if (getppid() != parent) _exit(0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGUSR1}) ::signal(signal, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nowhere = open("/dev/null", O_RDWR);
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, standard);
  fcntl(display_pipe, F_SETFD, 0);
  // The screen is never drawn on; GLX renders in buffers of the client's sizes. A server that resets itself
  // after its last client has gone turns away a client that comes just then.
  execlp("Xvfb", "Xvfb", "-displayfd", display_pipe_text, "-screen", "0", "640x480x24", "+extension", "GLX",
         "-noreset", "-nolisten", "tcp", static_cast<char*>(nullptr));
  _exit(kNotFound);
}

/// What the server writes to `descriptor` when it is ready: its number and a line end. Empty if it ends, or
/// takes too long.
std::string ReadDisplayNumber(int descriptor) {
  std::string number;
  for (;;) {
    pollfd wait = {descriptor, POLLIN, 0};
    const int ready = poll(&wait, 1, kStartTimeoutMs);
    if (ready < 0 && errno == EINTR) continue;
    char c = 0;
    if (ready <= 0 || read(descriptor, &c, 1) != 1) return {};
    if (c == '\n') return number;
    number += c;
  }
}

/// Waits for a child that is ending.
int WaitFor(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

}  // namespace

VirtualDisplay::VirtualDisplay() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw Error("cannot make a pipe: " + std::generic_category().message(errno));
  const std::string pipe_text = std::to_string(ends[1]);
  const pid_t parent = getpid();
  process_ = fork();
  if (process_ == 0) BecomeXvfb(parent, ends[1], pipe_text.c_str());
  close(ends[1]);
  if (process_ < 0) {
    close(ends[0]);
    throw Error("cannot start Xvfb: " + std::generic_category().message(errno));
  }
  const std::string number = ReadDisplayNumber(ends[0]);
  close(ends[0]);
  if (number.empty()) {
    kill(process_, SIGTERM);
    const int status = WaitFor(process_);
    const bool missing = WIFEXITED(status) && WEXITSTATUS(status) == kNotFound;
    throw UsageError(missing ? "no DISPLAY and no Xvfb; install xvfb, or start this where there is a screen"
                             : "no DISPLAY, and Xvfb did not start");
  }
  name_ = ":" + number;
  setenv("DISPLAY", name_.c_str(), 1);
}

VirtualDisplay::~VirtualDisplay() {
  kill(process_, SIGTERM);
  WaitFor(process_);
}

}  // namespace isogs
