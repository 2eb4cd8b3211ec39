// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "shared/core/child_process.h"

namespace isogs {

/// An X server without a screen (Xvfb), for drawing where there is none. Its process is in a group of its
/// own, so that a terminal's Ctrl-C does not reach it, and ends with this one, however this one ends.
///
/// To be made by the thread that lives as long as the process: the kernel watches that thread.
class VirtualDisplay {
 public:
  /// Starts it and sets DISPLAY. Throws UsageError if Xvfb is not installed or does not come up.
  VirtualDisplay();
  ~VirtualDisplay();
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

  /// As in DISPLAY: ":99".
  const std::string& name() const { return name_; }

 private:
  std::optional<ChildProcess> server_;
  std::string name_;
};

}  // namespace isogs
