// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// The layout that ScanNet's SensReader exports:
//   color/0.jpg                     colour, mostly larger than depth
//   depth/0.png                     16-bit z-depth in millimetres
//   pose/0.txt                      4x4 camera to world; -inf where it is unknown; may be missing
//   intrinsic/intrinsic_color.txt, intrinsic_depth.txt  4x4, fx fy cx cy of either
// Frames are depth's view, with the colours that its pixels have by both intrinsics. ScanNet's authors say
// that no extrinsic is to be applied (ScanNet issue 92).

bool CanReadScanNet(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenScanNet(const DatasetConfig& config);

}  // namespace isogs
