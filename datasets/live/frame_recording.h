// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "datasets/live/live_images.h"
#include "datasets/pose_text.h"
#include "shared/io/line_log.h"

namespace isogs {

/// A live camera's frames, kept as a data set in Replica's layout that grows frame by frame: read as any
/// other, it gives the same frames to the bit. Colours that came as JPEG stay as they are, others become PNG.
/// What a killed process leaves opens, and can be gone on with.
class FrameRecording {
 public:
  /// A new one in `folder`, or, where there is one of the same camera, what is to be added to it. Throws
  /// UsageError if the folder holds another data set, or was recorded by another camera.
  FrameRecording(std::filesystem::path folder, const CameraFacts& facts);

  /// Frames that are there; the next one's number.
  int64_t frame_count() const { return count_; }
  /// `pose` is world_from_camera; those of all frames are kept if the first has one. Throws Error if the disk
  /// does not take it; then it is not there.
  void Add(const CameraFrame& frame, const LiveImages& images, const std::optional<MatrixText>& pose);

 private:
  void Begin();
  /// Finds what is whole of it, and cuts off the rest.
  void GoOn();
  void OpenLines();

  std::filesystem::path folder_;
  CameraFacts facts_;
  int64_t count_ = 0;
  bool has_poses_ = false;
  std::unique_ptr<LineLog> times_, poses_;  // from the first frame on
};

}  // namespace isogs
