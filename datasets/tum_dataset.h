// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// The layout of the TUM RGB-D benchmark, as it is downloaded:
//   rgb.txt, depth.txt  a line an image, "time file"; # begins a comment
//   rgb/, depth/        the files: colour, and 16-bit z-depth registered to it, 5000 units a metre
//   groundtruth.txt     camera to world in TUM format, at times of its own; may be missing
// A frame is a colour and a depth image less than 20 ms apart, paired as TUM's associate.py does; its time is
// the colour's, its true pose is interpolated there. The layout stores no intrinsics: the configuration gives
// them, with the distortion.

bool CanReadTum(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenTum(const DatasetConfig& config);

}  // namespace isogs
