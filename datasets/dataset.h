// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "shared/config/dataset_config.h"
#include "shared/types/frame.h"

namespace isogs {

/// A sequence of RGB-D frames on disk. Reading is const and may be done from several threads at once.
class Dataset {
 public:
  virtual ~Dataset() = default;

  /// Layout name as `dataset.layout` names it, e.g. "replica".
  virtual std::string layout() const = 0;
  virtual int64_t frame_count() const = 0;
  /// Camera of the frames that Read returns: the file's camera resized to the configured working size.
  virtual Camera camera() const = 0;
  /// Axes of the cameras whose poses are stored, for messages: Read brings them to ours.
  virtual PoseAxes pose_axes() const { return PoseAxes::kOpenCv; }
  /// Decodes frame `index` and brings it to the working size. Throws Error naming the file, what was found
  /// and what was expected, if a file is missing, truncated or mis-sized.
  virtual Frame Read(int64_t index) const = 0;
};

/// Opens `config.path` with the reader that `config.layout` names, or the one whose files are found there
/// (`auto`). Throws UsageError if nothing readable is there, or files of several layouts.
std::unique_ptr<Dataset> OpenDataset(const DatasetConfig& config);

}  // namespace isogs
