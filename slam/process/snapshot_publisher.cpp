// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/snapshot_publisher.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <string>
#include <utility>

#include "shared/core/out_of_memory.h"
#include "shared/profile/stage.h"

namespace isogs {

SnapshotPublisher::SnapshotPublisher(const RoleLock& lock, std::chrono::milliseconds interval)
    : publisher_(lock), interval_(interval) {}

bool SnapshotPublisher::IsDue() const {
  return !last_ || std::chrono::steady_clock::now() - *last_ >= interval_;
}

void SnapshotPublisher::Start(std::function<SnapshotSource()> make_source) {
  last_ = std::chrono::steady_clock::now();
  job_.Start([this, make_source = std::move(make_source)] {
    const Stage stage("publish snapshot");
    TryPublish(make_source);
  });
}

void SnapshotPublisher::TryPublish(const std::function<SnapshotSource()>& make_source) {
  try {
    publisher_.Publish(make_source());
    ++count_;
    last_failure_.clear();
  } catch (const std::exception& error) {
    const std::string failure = MessageOf(error);
    if (last_failure_ != failure) spdlog::warn("this map is not published: {}", failure);
    last_failure_ = failure;
  }
}

}  // namespace isogs
