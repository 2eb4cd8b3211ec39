// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/frame_files.h"
#include "datasets/frame_images.h"
#include "datasets/true_poses.h"

namespace isogs {

/// A frame as a layout lists it.
struct ListedFrame {
  FrameFiles files;
  std::optional<double> time_s;  // nothing: the data set has no times
  /// As it is stored; throws Error where it cannot be read. Empty: the data set has no poses.
  std::function<Pose()> pose;
};

/// What a reader of a layout makes of a folder.
struct ListedSequence {
  std::string layout;
  std::vector<ListedFrame> frames;
  StoredImages images;
  PoseAxes pose_axes = PoseAxes::kOpenCv;
};

/// The files of the frames.
std::vector<FrameFiles> FilesOf(const std::vector<ListedFrame>& frames);

/// The data set of frames that a layout lists. Throws UsageError if there are none.
std::unique_ptr<Dataset> MakeListedDataset(ListedSequence sequence, const DatasetConfig& config);

}  // namespace isogs
