// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "shared/io/line_tail.h"
#include "web/scene/run_news.h"

namespace isogs::web {

/// Follows what a run writes line by line: its figures of frames and its log.
class RunFiles {
 public:
  explicit RunFiles(const std::filesystem::path& run_directory);

  /// Adds what is new.
  void Poll(RunNews* news);

 private:
  LineTail metrics_, log_;
};

/// config.yaml, or the beginning of a long one; empty where there is none.
std::string ReadConfigText(const std::filesystem::path& run_directory);

}  // namespace isogs::web
