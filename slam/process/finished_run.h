// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"
#include "run/slam_state.h"
#include "shared/config/config.h"

namespace isogs {

/// Another run's map and keyframes, to find frames in (--localise-only RUN_DIR).
struct FinishedRun {
  SlamState state;                   // its newest checkpoint
  std::unique_ptr<Dataset> dataset;  // that its keyframes are read from
};

/// Throws UsageError where `folder` holds no run with a checkpoint, its data set is not there, or `config`
/// asks for something that cannot be done in a finished map: another folder is expected as its output, and
/// poses that are estimated by alignment.
FinishedRun OpenFinishedRun(const std::filesystem::path& folder, const Config& config);

/// Throws UsageError unless the frames of `dataset` are taken as the finished run's were.
void CheckSameCamera(const FinishedRun& finished, const Dataset& dataset);

}  // namespace isogs
