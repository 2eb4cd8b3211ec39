// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "web/scene/live_feed.h"
#include "web/scene/recorded_feed.h"
#include "web/scene/run_news.h"

namespace isogs::web {

/// News of a run, whatever happens to it: under way or waited for, then what it left, then again under way.
class RunFeed {
 public:
  using Milliseconds = LiveFeed::Milliseconds;

  explicit RunFeed(std::filesystem::path run_directory);

  /// `now` on any clock. Throws Error for damaged files of a run that was over when this began; later, that
  /// is a line in the log, and what is known stays.
  RunNews Poll(const Wants& wants, Milliseconds now);

 private:
  void LookForChange(Milliseconds now);
  void PlayBack();

  std::filesystem::path run_directory_;
  std::optional<LiveFeed> live_;
  std::optional<RecordedFeed> recorded_;
  std::optional<Milliseconds> looked_;
  bool has_polled_ = false;
  bool may_play_back_ = true;  // false: its files are damaged
};

}  // namespace isogs::web
