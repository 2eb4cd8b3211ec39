// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// The layout of NICE-SLAM's Replica recordings, which SplaTAM reads:
//   results/frame000000.jpg (or .png)  colour
//   results/depth000000.png            16-bit z-depth, units of 1/scale metre, 0 and 65535 invalid
//   traj.txt                           a line a frame: 4x4 camera-to-world, row by row; may be missing
//   cam_params.json                    here or one level above: {"camera": {w, h, fx, fy, cx, cy, scale}}
// and what recordings of live cameras (frame_recording.h) add, of which other programs know nothing:
//   times.txt                          a line a frame: its time [s]
//   cam_params.json                    k1, k2, p1, p2, k3: distortion, OpenCV's model
// Frames are the numbers that are there, in their order. Where traj.txt or times.txt holds just one line for
// each frame, it is in that order, else the line of a frame is the number in its name, counted from 0.

bool CanReadReplica(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenReplica(const DatasetConfig& config);

}  // namespace isogs
