// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/listed_dataset.h"

#include <cstddef>
#include <utility>

#include "shared/core/error.h"

namespace isogs {
namespace {

class ListedDataset : public Dataset {
 public:
  ListedDataset(ListedSequence sequence, const DatasetConfig& config)
      : layout_(std::move(sequence.layout)),
        frames_(std::move(sequence.frames)),
        images_(std::move(sequence.images), config, LookAtShapes(FilesOf(frames_))),
        true_poses_(config, sequence.pose_axes) {}

  std::string layout() const override { return layout_; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return images_.working_camera(); }
  PoseAxes pose_axes() const override { return true_poses_.stored_axes(); }

  Frame Read(int64_t index) const override {
    const ListedFrame& listed = frames_.at(static_cast<size_t>(index));
    Frame frame;
    frame.index = index;
    frame.timestamp_s = listed.time_s.value_or(static_cast<double>(index));
    frame.has_time = listed.time_s.has_value();
    if (listed.pose) frame.world_from_camera = true_poses_.Read(listed.pose);
    images_.Read(listed.files, frame);
    return frame;
  }

 private:
  std::string layout_;
  std::vector<ListedFrame> frames_;
  FrameImages images_;
  TruePoses true_poses_;
};

}  // namespace

std::vector<FrameFiles> FilesOf(const std::vector<ListedFrame>& frames) {
  std::vector<FrameFiles> files;
  files.reserve(frames.size());
  for (const ListedFrame& frame : frames) files.push_back(frame.files);
  return files;
}

std::unique_ptr<Dataset> MakeListedDataset(ListedSequence sequence, const DatasetConfig& config) {
  if (sequence.frames.empty()) throw UsageError(config.path + ": found no frames");
  return std::make_unique<ListedDataset>(std::move(sequence), config);
}

}  // namespace isogs
