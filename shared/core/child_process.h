// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <boost/process/child.hpp>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace isogs {

/// How a process ended.
struct ExitStatus {
  int code = 0;                   ///< exit code; 128 + signal if a signal ended it
  int signal = 0;                 ///< 0: it ended by itself
  double processor_s = 0.0;       ///< that it took, with the children that it waited for
  int64_t peak_memory_bytes = 0;  ///< resident, of the largest of these

  bool crashed() const { return signal != 0; }
};

/// What a child has of its parent.
struct ChildOptions {
  bool console = true;  ///< false: its stdin, stdout and stderr are /dev/null
  int descriptor = -1;  ///< an open file that it inherits under the same number; -1: none
  int output = -1;  ///< an open file for stdout and stderr, with /dev/null as stdin; -1: as `console` says
  std::map<std::string, std::string> environment = {};  ///< set beside what the parent has
  std::filesystem::path working_directory = {};         ///< empty: the parent's
};

/// A program running beside this process: in a process group of its own, so that a terminal's Ctrl-C does not
/// reach it, and asked to end (SIGTERM) by the kernel when this process dies.
/// To be started from the thread that lives as long as the process: the kernel watches that thread.
class ChildProcess {
 public:
  /// Throws Error if it cannot be started.
  ChildProcess(const std::filesystem::path& executable, const std::vector<std::string>& arguments,
               const ChildOptions& options = {});
  /// Kills it if it still runs.
  ~ChildProcess();

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t process_id() const { return child_.id(); }
  /// Nothing while it runs.
  std::optional<ExitStatus> Poll();
  ExitStatus Wait();
  /// Does nothing if it has ended.
  void Signal(int signal);
  /// The same for all processes of its group: those that it started and did not give groups of their own.
  void SignalGroup(int signal);

 private:
  boost::process::child child_;
  std::optional<ExitStatus> ended_;
};

}  // namespace isogs
