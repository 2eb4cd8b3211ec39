// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace isogs {

/// Does one job at a time on a thread of its own. Calls from one thread.
class BackgroundJob {
 public:
  /// `thread_name` is what debuggers, top and profiles show, 15 characters at most.
  explicit BackgroundJob(const char* thread_name);
  /// Waits for the job in progress.
  ~BackgroundJob();
  BackgroundJob(const BackgroundJob&) = delete;
  BackgroundJob& operator=(const BackgroundJob&) = delete;

  /// Begins `job`, which must not throw, when the one before is done.
  void Start(std::function<void()> job);
  bool IsIdle();
  void WaitUntilIdle();
  /// At most for so long; whether it is idle then.
  bool WaitUntilIdle(std::chrono::milliseconds most);

 private:
  void Work(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::function<void()> job_;  // guarded by mutex_; set: it is in progress
  std::jthread worker_;        // last, so that it ends before what it uses
};

}  // namespace isogs
