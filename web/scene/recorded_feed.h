// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "viewer/scene/recorded_run.h"
#include "web/scene/run_files.h"
#include "web/scene/run_news.h"

namespace isogs::web {

/// What the files of a run tell that nobody works on.
class RecordedFeed {
 public:
  /// Throws as RecordedRun.
  explicit RecordedFeed(const std::filesystem::path& run_directory);

  /// Everything at first, then what is left of long files.
  RunNews Poll();

 private:
  RunFiles files_;
  RunNews first_;
};

}  // namespace isogs::web
