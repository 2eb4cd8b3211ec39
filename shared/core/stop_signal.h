// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// While it lives, SIGINT, SIGTERM and SIGHUP (a terminal or ssh that went away) ask for a stop instead of
/// ending the process. A second one from the same sender ends it at once. From another sender it does not:
/// Ctrl-C reaches the whole terminal group, and a program that started this one passes it on as well.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  /// Number of the signal that asked, 0 while none did.
  int requested() const;
};

/// From now on, what this process writes to a pipe that nobody reads any more (`| head`) is lost, and does
/// not end it. For programs whose work is worth more than their words.
void IgnoreClosedPipes();

}  // namespace isogs
