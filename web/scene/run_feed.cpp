// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/run_feed.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/ipc/role_lock.h"

namespace isogs::web {
namespace {

constexpr RunFeed::Milliseconds kLookPause{300};

bool HasResults(const std::filesystem::path& run_directory) {
  try {
    FindParams(run_directory);
    return true;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

RunFeed::RunFeed(std::filesystem::path run_directory) : run_directory_(std::move(run_directory)) {
  live_.emplace(run_directory_);
}

RunNews RunFeed::Poll(const Wants& wants, Milliseconds now) {
  if (recorded_) {
    LookForChange(now);
    if (recorded_) return recorded_->Poll();
  }
  RunNews news = live_->Poll(wants, now);
  const bool is_first = !std::exchange(has_polled_, true);
  if (is_first) {
    if (live_->IsAtRest() && !live_->HasSeen() && HasResults(run_directory_)) {
      PlayBack();
      return recorded_->Poll();
    }
  } else {
    LookForChange(now);
  }
  return news;
}

void RunFeed::LookForChange(Milliseconds now) {
  if (looked_ && now - *looked_ < kLookPause) return;
  looked_ = now;
  if (recorded_) {
    if (!FindRoleHolder(run_directory_, Role::kSlam)) return;
    recorded_.reset();
    live_.emplace(run_directory_);
    may_play_back_ = true;
    return;
  }
  const bool is_over = live_->IsAtRest() && (live_->IsOver() || !live_->HasSeen());
  if (!is_over || !may_play_back_ || !HasResults(run_directory_)) return;
  try {
    PlayBack();
  } catch (const Error& error) {
    spdlog::warn("{}; the page stays with what it has", error.what());
    may_play_back_ = false;
  }
}

void RunFeed::PlayBack() {
  recorded_.emplace(run_directory_);
  live_.reset();
}

}  // namespace isogs::web
