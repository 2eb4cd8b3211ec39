// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "datasets/frame_images.h"
#include "datasets/frame_stream.h"
#include "datasets/live/frame_recording.h"
#include "datasets/live/live_camera.h"
#include "datasets/true_poses.h"
#include "shared/config/dataset_config.h"

namespace isogs {

struct LiveFramesOptions {
  int64_t first_index = 0;         ///< of the first frame
  int64_t most = 0;                ///< frames; 0: as many as come
  size_t ahead = 4;                ///< frames that wait, decoded
  int64_t drop_older_than_ns = 0;  ///< frames that came longer ago are left out; 0: none
  BadFrame on_bad_frame = BadFrame::kSkip;
};

/// A live camera's frames at working size, decoded (and recorded) on a thread of its own. Whoever takes them
/// slowly makes frames wait, first here, then with the camera, until that overwrites them.
class LiveFrames : public FrameStream {
 public:
  /// `recording`: null: none. What it is given must outlive it.
  LiveFrames(LiveCamera& camera, const FrameImages& images, FrameRecording* recording,
             const DatasetConfig& config, const LiveFramesOptions& options);
  ~LiveFrames() override;

  std::optional<Frame> Next() override;
  int64_t bad_frames() const override { return bad_frames_; }
  void Stop() override { camera_.Stop(); }
  int64_t dropped_frames() const override { return camera_.missed() + too_old_; }

 private:
  void Work(const std::stop_token& stop);
  void Read(const std::stop_token& stop);
  bool IsTooOld(const CameraFrame& frame) const;
  Frame Convert(const CameraFrame& frame);
  void Record(const CameraFrame& frame, const LiveImages& images, const std::optional<MatrixText>& pose);
  /// False: stopped.
  bool Put(Frame frame, const std::stop_token& stop);

  LiveCamera& camera_;
  const FrameImages& images_;
  FrameRecording* recording_;
  TruePoses true_poses_;
  const LiveFramesOptions options_;
  int64_t read_ = 0;
  std::string complaint_;  // said last
  std::atomic<int64_t> too_old_ = 0, bad_frames_ = 0;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Frame> ready_;   // guarded by mutex_
  bool is_over_ = false;      // guarded by mutex_
  std::exception_ptr error_;  // guarded by mutex_; why no more come
  std::jthread reader_;       // last, so that it ends before what it uses
};

}  // namespace isogs
