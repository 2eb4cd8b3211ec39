// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/frame_stream.h"
#include "datasets/live/live_camera.h"
#include "datasets/live/live_dataset.h"
#include "datasets/live/live_frames.h"
#include "run/run_options.h"
#include "shared/config/config.h"

namespace isogs {

/// Where a run's frames come from: a data set, or a live camera, whose data set is what was recorded of it
/// before.
class RunInput {
 public:
  /// Opens the data set, or waits for the camera's first frame until `stop` says so: then there is no input.
  /// Throws UsageError, as OpenDataset and FrameRecording.
  static std::unique_ptr<RunInput> Open(const Config& config, const RunOptions& options,
                                        const std::function<bool()>& stop);

  const Dataset& dataset() const { return *dataset_; }
  /// Where they come from, for messages.
  const std::string& place() const { return place_; }
  /// The folder that dataset() lies in; empty: none.
  const std::string& folder() const { return folder_; }
  bool is_live() const { return live_ != nullptr; }
  /// Whether a run can go on: its keyframes' images can be had again.
  bool can_be_read_again() const { return !folder_.empty(); }
  /// The configuration as the run's files have it: with the sensor, and with the place of the frames.
  Config Known(Config config) const;
  /// Frames of the data set that the configuration asks for. There may be none before a live camera's first.
  std::vector<int64_t> Indices(const Config& config) const;

  /// Reads those of `indices`, and then what the camera gives, `most` frames in all (0: as many as come); of
  /// those that waited for longer than `max_lag_s`, none (0: all). Without `needs_one`, that no frame of the
  /// data set can be read is no error.
  std::unique_ptr<FrameStream> Read(std::vector<int64_t> indices, int64_t most, bool needs_one,
                                    const DatasetConfig& config, double max_lag_s);

  bool camera_is_there() const { return camera_ && camera_->is_there(); }

 private:
  RunInput() = default;

  std::string place_, folder_;
  std::unique_ptr<LiveCamera> camera_;  // null: none
  std::unique_ptr<Dataset> dataset_;
  LiveDataset* live_ = nullptr;  // dataset_, of a camera
};

}  // namespace isogs
