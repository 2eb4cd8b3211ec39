// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "run/run_directory.h"
#include "run/run_options.h"

namespace isogs {

/// The profile of a run that is asked for one; else it does nothing.
class RunProfile {
 public:
  /// Begins it.
  explicit RunProfile(const RunOptions& options);
  /// Ends it; what there is of a run that failed is written as far as it can.
  ~RunProfile();
  RunProfile(const RunProfile&) = delete;
  RunProfile& operator=(const RunProfile&) = delete;

  /// Once the run directory is there. `finish` waits for the device; empty where there is none to wait for.
  /// Throws UsageError if the trace's file cannot be made.
  void Open(const RunDirectory& directory, std::function<void()> finish);
  /// Ends the trace, writes and prints where time went. Throws Error if a file cannot be written.
  void Finish();

 private:
  bool is_going_on_;
  bool prints_;
  std::optional<std::filesystem::path> trace_;
  std::optional<std::filesystem::path> file_;  // once it is known
};

}  // namespace isogs
