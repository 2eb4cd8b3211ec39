// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/publishing/snapshot_publisher.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace isogs {

SnapshotPublisher::SnapshotPublisher(const RoleLock& lock, std::chrono::milliseconds interval)
    : publisher_(lock), interval_(interval), worker_([this](const std::stop_token& stop) { Work(stop); }) {}

SnapshotPublisher::~SnapshotPublisher() { WaitUntilIdle(); }

bool SnapshotPublisher::IsDue() const {
  return !last_ || std::chrono::steady_clock::now() - *last_ >= interval_;
}

void SnapshotPublisher::Start(SnapshotSource source) {
  WaitUntilIdle();
  last_ = std::chrono::steady_clock::now();
  {
    const std::lock_guard lock(mutex_);
    source_ = std::move(source);
  }
  changed_.notify_all();
}

void SnapshotPublisher::WaitUntilIdle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !source_.has_value(); });
}

int64_t SnapshotPublisher::count() {
  const std::lock_guard lock(mutex_);
  return count_;
}

void SnapshotPublisher::Work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return source_.has_value(); })) {
    lock.unlock();
    TryPublish(*source_);  // nobody else touches it while it is set
    lock.lock();
    source_.reset();
    changed_.notify_all();
  }
}

void SnapshotPublisher::TryPublish(const SnapshotSource& source) {
  try {
    publisher_.Publish(source);
    const std::lock_guard lock(mutex_);
    ++count_;
    last_failure_.clear();
  } catch (const std::exception& error) {
    if (last_failure_ != error.what()) spdlog::warn("this map is not published: {}", error.what());
    last_failure_ = error.what();
  }
}

}  // namespace isogs
