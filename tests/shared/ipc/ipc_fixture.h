// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "shared/ipc/session.h"
#include "shared/ipc/shared_segment.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {

/// Runs `body` in a child process; it ends with code 0, or 1 if `body` throws.
inline pid_t StartChild(const std::function<void()>& body) {
  const pid_t child = fork();
  if (child != 0) return child;
  try {
    body();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "child: %s\n", error.what());
    _exit(1);
  }
  _exit(0);
}

/// Starts a shell command, its output in `file`.
inline pid_t StartCommand(const std::string& command, const std::filesystem::path& file) {
  return StartChild([&] {
    const std::string text = "exec " + command + " > " + file.string() + " 2>&1";
    execl("/bin/sh", "sh", "-c", text.c_str(), nullptr);
    _exit(127);
  });
}

/// What waitpid tells of it.
inline int WaitFor(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

/// An empty run directory whose segments go at the test's end.
class IpcTest : public testing::Test {
 protected:
  ~IpcTest() override {
    for (const std::string& name : Segments()) RemoveSegment(name);
  }
  const std::filesystem::path& run() const { return folder_.path(); }
  std::vector<std::string> Segments() const { return ListSegments(kSegmentPrefix + session_); }
  std::string Name(Channel channel, std::optional<uint64_t> generation = {}) const {
    return SegmentName{session_, channel, generation}.ToString();
  }

  const TemporaryFolder folder_;
  const std::string session_ = SessionName(folder_.path());
};

}  // namespace isogs
