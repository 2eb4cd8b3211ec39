// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// What the app Record3D exports ("EXR + RGB"), with its depth converted to PNG:
//   metadata.json  (or metadata) w, h, K (column by column, of the colour images), poses (qx qy qz qw x y z,
//                  camera to world, OpenGL's axes); perFrameIntrinsicCoeffs (fx fy cx cy), frameTimestamps,
//                  fps
//   rgb/0.jpg      colour
//   depth/0.png    16-bit z-depth in millimetres; EXR, and the .r3d file's LZFSE, are not read
//   confidence/0.png  0 (low) to 2 (high); may be missing

bool CanReadRecord3d(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenRecord3d(const DatasetConfig& config);

}  // namespace isogs
