// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "datasets/dataset.h"
#include "datasets/live/frame_recording.h"
#include "datasets/live/live_camera.h"

namespace isogs {

/// What a live camera has as a data set: the frames that were recorded before, in an earlier part of the run,
/// and behind these the ones that are still to come, which LiveFrames gives.
class LiveDataset : public Dataset {
 public:
  /// Waits for the camera's first frame. `record_in`: the recording, which is made, or gone on with; nothing:
  /// none. Null if the camera was stopped before. Throws as FrameRecording.
  static std::unique_ptr<LiveDataset> Open(LiveCamera& camera, const std::optional<std::string>& record_in,
                                           const DatasetConfig& config);

  std::string layout() const override { return "live"; }
  /// Those recorded before.
  int64_t frame_count() const override { return recorded_ ? recorded_->frame_count() : 0; }
  Camera camera() const override { return images_.working_camera(); }
  /// One of those recorded before.
  Frame Read(int64_t index) const override;

  const FrameImages& images() const { return images_; }
  /// Null: none is made.
  FrameRecording* recording() { return recording_.get(); }

 private:
  LiveDataset(const CameraFacts& facts, const std::optional<std::string>& record_in,
              const DatasetConfig& config);

  FrameImages images_;
  std::unique_ptr<FrameRecording> recording_;
  std::unique_ptr<Dataset> recorded_;  // null: no frame
};

}  // namespace isogs
