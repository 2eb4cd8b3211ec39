// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace isogs {

/// Follows a LineLog that another process writes.
class LineTail {
 public:
  explicit LineTail(std::filesystem::path file) : file_(std::move(file)) {}

  struct News {
    bool from_start = false;  ///< what came before no longer holds: the file is another one now
    std::string text;         ///< whole lines, some megabytes of them at most; the rest comes next time
  };
  /// What is new since the last call. What cannot be read is left out.
  News Take();

 private:
  std::filesystem::path file_;
  uint64_t inode_ = 0;  // of the file that was read; 0: none
  uint64_t read_ = 0;   // bytes of it
};

}  // namespace isogs
