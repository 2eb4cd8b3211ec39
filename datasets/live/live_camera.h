// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "datasets/live/stamp_order.h"
#include "shared/ipc/camera_frame.h"
#include "shared/ipc/channel.h"

namespace isogs {

/// Frames of a camera as its process pushes them into shared memory (docs/live.md), in their order. Waits for
/// the process, says so in the log, and finds the next one when it has died. For one thread; the counts may
/// be read on any.
class LiveCamera {
 public:
  /// `stop` ends all waiting. Throws UsageError if the name cannot be one.
  LiveCamera(const std::string& name, std::function<bool()> stop);

  /// What the camera says of its images; waits for its first frame. Nothing if it was stopped.
  std::optional<CameraFacts> Facts();
  /// The next frame, its stamp later than those before. Nothing after the last: the camera said that it has
  /// ended, or it was stopped. Throws Error if the camera came back with other images.
  std::optional<CameraFrame> Next();
  /// No more frames, also for whoever waits for one. On any thread.
  void Stop() { is_stopped_ = true; }

  /// Frames that were overwritten before they were taken.
  int64_t missed() const { return missed_; }
  /// Frames whose stamp was not later than that of one before.
  int64_t out_of_order() const { return out_of_order_; }
  /// Whether its process was there when it was looked for last.
  bool is_there() const { return is_there_; }

 private:
  /// As it comes; nothing as Next.
  std::optional<CameraFrame> Take();
  std::optional<Received<CameraFrame>> TryTake();
  /// Sleeps a little; says once when the camera is gone.
  void WaitALittle();
  void SayWaiting();
  /// Notes what is missing before a frame; false: it is left out.
  bool Note(Received<CameraFrame>& received);

  std::string name_;
  std::function<bool()> stop_;
  Subscriber<CameraFrame> subscriber_;
  std::optional<CameraFacts> facts_;
  std::optional<CameraFrame> first_;  // taken for its facts
  StampOrder stamps_;
  uint64_t number_ = 0;  // of the last frame, of its writer
  bool has_ended_ = false;
  bool said_waiting_ = false;
  std::string complaint_;  // said last
  int64_t looked_ns_ = 0;  // for its process
  std::atomic<int64_t> missed_ = 0, out_of_order_ = 0;
  std::atomic<bool> is_there_ = false, is_stopped_ = false;
};

}  // namespace isogs
