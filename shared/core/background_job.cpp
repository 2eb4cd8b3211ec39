// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/background_job.h"

#include <utility>

#include "shared/core/thread_name.h"

namespace isogs {

BackgroundJob::BackgroundJob(const char* thread_name)
    : worker_([this, thread_name](const std::stop_token& stop) {
        NameThisThread(thread_name);
        Work(stop);
      }) {}

BackgroundJob::~BackgroundJob() { WaitUntilIdle(); }

void BackgroundJob::Start(std::function<void()> job) {
  WaitUntilIdle();
  {
    const std::lock_guard lock(mutex_);
    job_ = std::move(job);
  }
  changed_.notify_all();
}

bool BackgroundJob::IsIdle() {
  const std::lock_guard lock(mutex_);
  return job_ == nullptr;
}

bool BackgroundJob::WaitUntilIdle(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, most, [this] { return job_ == nullptr; });
}

void BackgroundJob::WaitUntilIdle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return job_ == nullptr; });
}

void BackgroundJob::Work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return job_ != nullptr; })) {
    lock.unlock();
    job_();  // nobody else touches it while it is set
    lock.lock();
    job_ = nullptr;
    changed_.notify_all();
  }
}

}  // namespace isogs
