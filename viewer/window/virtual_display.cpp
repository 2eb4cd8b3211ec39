// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/window/virtual_display.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr int kStartTimeoutMs = 20'000;
constexpr int kNotFound = 127;  // as env(1) says it

/// Closes a file at its end.
class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() { close(descriptor_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

 private:
  int descriptor_;
};

/// Of env(1), which looks for the server in PATH and becomes it. The server writes its number to
/// `descriptor`. The screen is never drawn on; GLX renders in buffers of the client's sizes. A server that
/// resets itself after its last client has gone turns away a client that comes just then.
std::vector<std::string> Arguments(int descriptor) {
  return {"Xvfb",       "-displayfd", std::to_string(descriptor),
          "-screen",    "0",          "640x480x24",
          "+extension", "GLX",        "-noreset",
          "-nolisten",  "tcp"};
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

}  // namespace

VirtualDisplay::VirtualDisplay() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    throw Error("cannot make a pipe: " + std::generic_category().message(errno));
  const Descriptor reading(ends[0]);
  {
    const Descriptor writing(ends[1]);
    server_.emplace("/usr/bin/env", Arguments(ends[1]),
                    ChildOptions{.console = false, .descriptor = ends[1]});
  }
  const std::string number = ReadDisplayNumber(ends[0]);
  if (number.empty()) {
    server_->Signal(SIGTERM);
    const bool missing = server_->Wait().code == kNotFound;
    throw UsageError(missing ? "no DISPLAY and no Xvfb; install xvfb, or start this where there is a screen"
                             : "no DISPLAY, and Xvfb did not start");
  }
  name_ = ":" + number;
  setenv("DISPLAY", name_.c_str(), 1);
}

VirtualDisplay::~VirtualDisplay() {
  server_->Signal(SIGTERM);  // not SIGKILL, after which its lock and socket would stay in /tmp
  server_->Wait();
}

}  // namespace isogs
