// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "exports/export_format.h"

namespace isogs {

struct ExportViewsOptions {
  std::filesystem::path input;   ///< see ReadRunCameras; a run directory, or a file in one
  std::filesystem::path output;  ///< a new or empty folder
  ExportFormat format = ExportFormat::kColmap;
  std::string dataset;                                        ///< its folder, where it is not the run's
  bool keyframes = false;                                     ///< leave out all other frames
  std::function<bool(int64_t done, int64_t views)> progress;  ///< called after each; false stops
};

/// Writes the run's frames at its working size, without distortion, with their poses and points of the map,
/// for programs that train on them (see training_views.h), and returns how many. What names the images is
/// written last; on any failure, or a stop, all of it is removed.
size_t ExportViews(const ExportViewsOptions& options);

}  // namespace isogs
