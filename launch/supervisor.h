// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/child_process.h"

namespace isogs {

/// A program and how it is called.
struct ProgramCall {
  std::string name;
  std::filesystem::path executable;
  std::vector<std::string> arguments;
  bool is_window = false;  ///< may be left open when SLAM is done
  std::string closing = "the window stays until it is closed: q there, Ctrl-C here";  ///< said then
};

/// What the supervisor runs, and how patient it is.
struct SupervisorPlan {
  std::filesystem::path run_directory;
  ProgramCall slam;
  std::vector<std::string>
      slam_restart_arguments;        ///< of a SLAM process that goes on where a fallen one ended
  std::vector<ProgramCall> helpers;  ///< mesher, viewer, web: asked to finish in this order
  bool keeps_window = false;         ///< when SLAM is done, a window stays until it is closed
  int max_restarts = 10;             ///< of SLAM
  std::chrono::milliseconds finish_patience = std::chrono::minutes(2);  ///< for a helper asked to finish
};

/// Runs SLAM with its helpers until SLAM has ended, and ends the helpers after it. A helper that falls is
/// started again, after a pause that doubles each time; a SLAM process that a signal killed goes on from its
/// newest checkpoint, until it has died `max_restarts` times, or three times without a new checkpoint.
/// SIGINT and SIGTERM ask everyone to finish and save; a second one ends SLAM at once. When SLAM is done, a
/// window stays with `keeps_window` until somebody closes it, or asks for the end.
///
/// Blocks SIGINT, SIGTERM, SIGHUP and SIGCHLD in the calling thread, which must be the main thread, before
/// others are started.
class Supervisor {
 public:
  explicit Supervisor(SupervisorPlan plan);

  /// Returns SLAM's exit code.
  int Run();

 private:
  using Clock = std::chrono::steady_clock;
  struct Helper {
    ProgramCall call;
    std::unique_ptr<ChildProcess> process;
    Clock::time_point started;
    Clock::time_point start_at;  // when it is due, if it does not run
    std::chrono::milliseconds pause{0};
    bool given_up = false;
  };

  /// Waits for a signal or a while, and passes a request to end on to SLAM.
  void WaitAndPassOn();
  void StartDueHelpers();
  void NoteHelperEnd(Helper& helper, const ExitStatus& status);
  /// Restarts SLAM after a fall, or tells the code to end with.
  std::optional<int> AfterSlam(const ExitStatus& status);
  /// `code`: SLAM's.
  void FinishHelpers(int code);
  void WaitUntilClosed(Helper& window);
  void Finish(Helper& helper);

  SupervisorPlan plan_;
  std::unique_ptr<ChildProcess> slam_;
  std::vector<Helper> helpers_;
  int end_requests_ = 0;
  int restarts_ = 0;
  int falls_without_checkpoint_ = 0;
  std::optional<int64_t> newest_checkpoint_;  // its frame
};

}  // namespace isogs
