// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>

#include "shared/core/background_job.h"
#include "shared/types/frame.h"
#include "slam/device/device_frame.h"

namespace isogs {

/// Brings frames to the back end's device, one ahead of its consumer, on a thread of its own.
class FrameUploader {
 public:
  /// `next` gives the frames in their order, nothing after the last; it is called on that thread.
  FrameUploader(std::function<std::optional<Frame>()> next, MemoryKind memory);

  /// Whether Next will not wait, after waiting for at most so long.
  bool IsReadyWithin(std::chrono::milliseconds most) { return job_.WaitUntilIdle(most); }
  /// The next frame, null after the last. Throws what `next` threw for it; then there are no more.
  std::shared_ptr<const DeviceFrame> Next();

 private:
  void Upload();

  std::function<std::optional<Frame>()> next_;
  MemoryKind memory_;
  // Of the frame ahead; the thread's while it works.
  std::shared_ptr<const DeviceFrame> frame_;
  std::exception_ptr error_;
  BackgroundJob job_{"frame upload"};  // last, so that it ends before what it uses
};

}  // namespace isogs
