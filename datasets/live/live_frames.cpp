// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/live_frames.h"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/thread_name.h"
#include "shared/ipc/channel_layout.h"
#include "shared/profile/stage.h"

namespace isogs {
namespace {

MatrixText RowByRow(const Pose& pose) {
  MatrixText text;
  Eigen::Map<Eigen::Matrix<double, 4, 4, Eigen::RowMajor>>(text.data()) = pose.matrix();
  return text;
}

template <typename Stored, typename Pixels>
Stored Checked(const ShapeCheck& check, Stored stored, const Pixels& pixels) {
  if (check) check({pixels.width(), pixels.height()});
  return stored;
}

}  // namespace

LiveFrames::LiveFrames(LiveCamera& camera, const FrameImages& images, FrameRecording* recording,
                       const DatasetConfig& config, const LiveFramesOptions& options)
    : camera_(camera),
      images_(images),
      recording_(recording),
      true_poses_(config),
      options_(options),
      reader_([this](const std::stop_token& stop) { Work(stop); }) {}

LiveFrames::~LiveFrames() { camera_.Stop(); }

std::optional<Frame> LiveFrames::Next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty() || is_over_; });
  if (ready_.empty()) {
    if (error_) std::rethrow_exception(error_);
    return std::nullopt;
  }
  Frame frame = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return frame;
}

void LiveFrames::Work(const std::stop_token& stop) {
  NameThisThread("camera frames");
  std::exception_ptr error;
  try {
    Read(stop);
  } catch (...) {
    error = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  error_ = error;
  is_over_ = true;
  changed_.notify_all();
}

void LiveFrames::Read(const std::stop_token& stop) {
  while (!stop.stop_requested() && (options_.most == 0 || read_ < options_.most)) {
    const std::optional<CameraFrame> taken = camera_.Next();
    if (!taken) return;
    if (IsTooOld(*taken)) {
      ++too_old_;
      continue;
    }
    std::optional<Frame> frame;
    try {
      frame = WithMemoryFor([] { return "a live frame"; }, [&] { return Convert(*taken); });
    } catch (const OutOfMemory&) {
      throw;
    } catch (const Error& error) {
      if (options_.on_bad_frame == BadFrame::kStop) throw;
      if (std::exchange(complaint_, error.what()) != error.what())
        spdlog::warn("frame of {:.3f} s left out: {}", taken->head.stamp_s, error.what());
      ++bad_frames_;
      continue;
    }
    ++read_;
    if (!Put(std::move(*frame), stop)) return;
  }
}

bool LiveFrames::IsTooOld(const CameraFrame& frame) const {
  return options_.drop_older_than_ns > 0 &&
         MonotonicNs() - frame.head.arrival_ns > options_.drop_older_than_ns;
}

Frame LiveFrames::Convert(const CameraFrame& taken) {
  const Stage stage("read frame");
  const LiveImages decoded = DecodeImages(taken);
  Frame frame;
  frame.index = options_.first_index + read_;
  frame.timestamp_s = taken.head.stamp_s;
  frame.has_time = true;
  frame.arrival_ns = taken.head.arrival_ns;
  std::optional<MatrixText> pose;
  if (taken.head.has_pose) pose = RowByRow(taken.head.world_from_camera);
  if (pose) frame.world_from_camera = true_poses_.Read([&] { return PoseFromMatrix(*pose, "live frame"); });
  images_.Read(
      FrameSource{
          .color_name = "live frame",
          .depth_name = "live frame",
          .color =
              [&](const ShapeCheck& check) {
                return Checked(check, ColorImage{decoded.color}, decoded.color);
              },
          .depth = [&](const ShapeCheck& check) { return Checked(check, decoded.depth, decoded.depth); }},
      frame);
  if (recording_ != nullptr) Record(taken, decoded, pose);
  return frame;
}

/// A full disk ends the recording, not the run.
void LiveFrames::Record(const CameraFrame& frame, const LiveImages& images,
                        const std::optional<MatrixText>& pose) {
  const Stage stage("record frame");
  try {
    recording_->Add(frame, images, pose);
  } catch (const Error& error) {
    spdlog::error("{}; the run goes on, its frames from {} on are not recorded", error.what(),
                  recording_->frame_count());
    recording_ = nullptr;
  }
}

bool LiveFrames::Put(Frame frame, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!changed_.wait(lock, stop, [this] { return ready_.size() < options_.ahead; })) return false;
  ready_.push_back(std::move(frame));
  changed_.notify_all();
  return true;
}

}  // namespace isogs
