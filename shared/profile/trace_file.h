// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "shared/io/open_file.h"

namespace isogs {

/// A Chrome trace: a JSON array of events, whole after each Add, so that a killed program leaves one that
/// can be read.
class TraceFile {
 public:
  /// Begins an empty one; what the file held is gone. Throws Error naming path and reason.
  explicit TraceFile(std::filesystem::path path);

  /// Adds events, each followed by a comma and a newline. If it throws, the file is as it was.
  void Add(std::string_view events);

 private:
  /// Puts `text` and the array's end at the place where that is now.
  void Put(std::string_view text);

  std::filesystem::path path_;
  Descriptor descriptor_;
  int64_t end_ = 0;  // where the array's end begins
};

}  // namespace isogs
