// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "shared/io/open_file.h"

namespace isogs {

/// A text file that grows by whole lines. A line is in the file when Append returns, so that a killed program
/// loses none. Lines that a full disk does not take are kept and go with the next: none is missing in the
/// middle. Failures are Errors naming the file and the reason. Append belongs to one thread; Sync may be
/// called from another.
class LineLog {
 public:
  /// Opens the file to append, or makes it (see OpenOwnFile). A last line that a killed program left
  /// half-written is removed.
  explicit LineLog(std::filesystem::path file);

  /// `line` without its newline. If it throws, the line is kept for the next call.
  void Append(std::string_view line);
  /// Writes lines that were kept, and waits until the file is on disk.
  void Sync();
  /// Whether nothing was in the file when it was opened.
  bool was_empty() const { return was_empty_; }

 private:
  void WriteWaiting();  // under mutex_

  std::filesystem::path file_;
  Descriptor descriptor_;
  bool was_empty_ = true;
  std::mutex mutex_;
  std::string waiting_;  // whole lines, not in the file yet
};

}  // namespace isogs
