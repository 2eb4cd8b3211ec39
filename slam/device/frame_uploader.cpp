// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/frame_uploader.h"

#include <utility>

#include "shared/profile/stage.h"

namespace isogs {

FrameUploader::FrameUploader(std::function<std::optional<Frame>()> next, MemoryKind memory)
    : next_(std::move(next)), memory_(memory) {
  job_.Start([this] { Upload(); });
}

std::shared_ptr<const DeviceFrame> FrameUploader::Next() {
  job_.WaitUntilIdle();
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  std::shared_ptr<const DeviceFrame> frame = std::move(frame_);
  if (frame) job_.Start([this] { Upload(); });
  return frame;
}

void FrameUploader::Upload() {
  frame_ = nullptr;
  try {
    if (std::optional<Frame> frame = Timed("wait for reading", next_)) {
      const Stage stage("upload frame");
      frame_ = std::make_shared<const DeviceFrame>(std::move(*frame), memory_);
    }
  } catch (...) {
    error_ = std::current_exception();
  }
}

}  // namespace isogs
