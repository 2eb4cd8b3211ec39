// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "web/scene/run_news.h"

namespace isogs::web {

/// A RunFeed on a thread of its own, so that clients are served while a large map is looked through.
class FeedThread {
 public:
  /// `take` is called on that thread.
  FeedThread(std::filesystem::path run_directory, std::function<void(RunNews)> take);
  ~FeedThread() = default;
  FeedThread(const FeedThread&) = delete;
  FeedThread& operator=(const FeedThread&) = delete;

  /// From any thread. Without clients only what is small is read.
  void SetWants(const Wants& wants, size_t clients);
  bool HasFailed();
  /// Throws what ended it before its time.
  void Rethrow();

 private:
  void Run(const std::stop_token& stop);
  void Follow(const std::stop_token& stop);

  std::filesystem::path run_directory_;
  std::function<void(RunNews)> take_;
  std::mutex mutex_;
  Wants wants_ = {false, false, false};  // guarded by mutex_
  size_t clients_ = 0;                   // guarded by mutex_
  std::exception_ptr error_;             // guarded by mutex_
  std::jthread thread_;
};

}  // namespace isogs::web
