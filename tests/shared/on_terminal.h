// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

#include "tests/shared/processes.h"

namespace isogs {

/// A program on a terminal of its own.
class OnTerminal {
 public:
  explicit OnTerminal(const std::string& command) {
    process_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (process_ == 0) {
      execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), nullptr);
      _exit(127);
    }
  }
  ~OnTerminal() { close(terminal_); }

  pid_t process() const { return process_; }
  /// The process group that gets what is typed.
  pid_t foreground_group() const { return tcgetpgrp(terminal_); }
  void Type(char key) { ASSERT_EQ(write(terminal_, &key, 1), 1); }

  /// Takes what it has written; until it has, a terminal lets its programs wait.
  void ReadOutput() {
    std::array<char, 4096> buffer;
    pollfd ready = {terminal_, POLLIN, 0};
    while (poll(&ready, 1, 0) > 0) {
      const ssize_t got = read(terminal_, buffer.data(), buffer.size());
      if (got <= 0) return;
      output_.append(buffer.data(), static_cast<size_t>(got));
    }
  }
  const std::string& output() const { return output_; }

  /// Whether it ends in time; then `wait_status` is what waitpid tells.
  bool Ends(int* wait_status) {
    return Eventually([&] {
      ReadOutput();
      return waitpid(process_, wait_status, WNOHANG) == process_;
    });
  }

 private:
  int terminal_ = -1;
  pid_t process_ = -1;
  std::string output_;
};

}  // namespace isogs
