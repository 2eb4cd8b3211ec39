// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/preview_publisher.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <string>

#include "shared/core/out_of_memory.h"
#include "shared/ipc/channel_layout.h"
#include "shared/profile/stage.h"
#include "slam/process/preview_image.h"

namespace isogs {

PreviewPublisher::PreviewPublisher(const RoleLock& lock, std::chrono::milliseconds interval)
    : publisher_(lock), interval_(interval) {}

bool PreviewPublisher::IsDue() {
  return job_.IsIdle() && (!last_ || std::chrono::steady_clock::now() - *last_ >= interval_);
}

void PreviewPublisher::Start(const SlamSystem& system) {
  last_ = std::chrono::steady_clock::now();
  const Keyframe& keyframe = system.keyframes().newest();
  const Camera& camera = keyframe.images->camera();
  planes_ = Image<float>(plane::kCount, camera.height, camera.width);
  system.mapper().newest_planes().Download(planes_.data(), static_cast<int64_t>(planes_.values().size()));
  job_.Start([this, keyframe] {
    TryPublish(keyframe);
    planes_ = {};  // others may use the memory until the next
  });
}

void PreviewPublisher::TryPublish(const Keyframe& keyframe) {
  const Stage stage("publish preview");
  try {
    publisher_.Publish(
        {keyframe.timestep, MonotonicNs(), PreviewImage(keyframe.images->DownloadColor(), planes_)});
    last_failure_.clear();
  } catch (const std::exception& error) {
    const std::string failure = MessageOf(error);
    if (last_failure_ != failure) spdlog::warn("this preview is not published: {}", failure);
    last_failure_ = failure;
  }
}

}  // namespace isogs
