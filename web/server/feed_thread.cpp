// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/server/feed_thread.h"

#include <chrono>
#include <condition_variable>
#include <utility>

#include "shared/core/thread_name.h"
#include "web/scene/run_feed.h"

namespace isogs::web {
namespace {

constexpr std::chrono::milliseconds kPause{40};
constexpr std::chrono::milliseconds kPauseAlone{200};

RunFeed::Milliseconds Now() {
  return std::chrono::duration_cast<RunFeed::Milliseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

FeedThread::FeedThread(std::filesystem::path run_directory, std::function<void(RunNews)> take)
    : run_directory_(std::move(run_directory)),
      take_(std::move(take)),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

void FeedThread::SetWants(const Wants& wants, size_t clients) {
  const std::lock_guard lock(mutex_);
  wants_ = clients > 0 ? wants : Wants{false, false, false};
  clients_ = clients;
}

bool FeedThread::HasFailed() {
  const std::lock_guard lock(mutex_);
  return error_ != nullptr;
}

void FeedThread::Rethrow() {
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

void FeedThread::Run(const std::stop_token& stop) {
  NameThisThread("web_feed");
  try {
    Follow(stop);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    error_ = std::current_exception();
  }
}

void FeedThread::Follow(const std::stop_token& stop) {
  RunFeed feed(run_directory_);
  std::condition_variable_any wake;
  std::mutex sleep_mutex;
  std::unique_lock sleep_lock(sleep_mutex);
  while (!stop.stop_requested()) {
    Wants wants;
    size_t clients = 0;
    {
      const std::lock_guard lock(mutex_);
      wants = wants_;
      clients = clients_;
    }
    RunNews news = feed.Poll(wants, Now());
    if (!news.empty()) take_(std::move(news));
    wake.wait_for(sleep_lock, stop, clients > 0 ? kPause : kPauseAlone, [] { return false; });
  }
}

}  // namespace isogs::web
