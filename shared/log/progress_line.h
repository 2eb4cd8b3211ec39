// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <ostream>
#include <string>

namespace isogs {

/// How far a run is.
struct Progress {
  const char* unit = "frame";  ///< of which the work is made
  int64_t frame = 0;           ///< frames, or other units, done
  int64_t frames = 0;          ///< to do in all; 0: unknown
  std::optional<int64_t> failed = {};
  std::optional<int64_t> running = {};
  std::optional<int64_t> gaussians = {};
  std::optional<double> track_ms = {};  ///< of the last frame
  std::optional<double> map_ms = {};    ///< of the last mapped frame
  std::optional<double> psnr_db = {};
  std::optional<double> latency_ms = {};  ///< of a camera's last frame
  std::optional<int64_t> dropped = {};    ///< a camera's frames, so far
};

/// The line that shows a run's progress, with its rate and the time left. On a terminal it rewrites itself;
/// elsewhere (a file, a pipe) it is printed anew every two seconds at most. The last state is always printed.
/// Never throws. For one thread.
class ProgressLine {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// `columns`: width beyond which the line's last fields are left out, so that it never wraps.
  ProgressLine(std::ostream& out, bool is_terminal, int columns = 100,
               std::function<Time()> now = std::chrono::steady_clock::now);
  ~ProgressLine() { Finish(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// The rate is that of the last frames, from the first call on.
  void Update(const Progress& progress) noexcept;
  /// Makes room on a terminal for lines that others print.
  void Interrupt() noexcept;
  /// Prints the last state, if it does not stand there yet, and ends the line.
  void Finish() noexcept;

 private:
  struct Sample {
    Time time;
    int64_t frame;
  };

  double FramesPerSecond() const;
  std::string Text() const;
  void Print(Time now);

  std::ostream& out_;
  const bool is_terminal_;
  const int columns_;
  const std::function<Time()> now_;
  std::deque<Sample> recent_;  // the newest last
  std::optional<Progress> latest_;
  std::optional<Time> printed_;
  bool latest_is_printed_ = false;
};

/// Width of the terminal that stdout is; 100 where it is none.
int StdoutColumns();
/// Whether stdout is a terminal.
bool StdoutIsTerminal();

}  // namespace isogs
