// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// Any folder of images that the configuration describes:
//   dataset.color_files: rgb/*.jpg    a file a frame, * for what differs
//   dataset.depth_files: depth/*.png  16-bit z-depth of the same view, dataset.depth_scale units a metre
//   dataset.fx, fy, cx, cy            of the colour images
//   dataset.poses_file                optional: camera to world in TUM format, matched as dataset.match_poses
// Colour and depth belong together where * stands for the same; else, where both are times, if they are less
// than 20 ms apart; else, where there are as many of both, in their order. A frame's time is in its colour
// file's name, if that is one (TimeInName), else that of its pose, else its index.

std::unique_ptr<Dataset> OpenImages(const DatasetConfig& config);

}  // namespace isogs
