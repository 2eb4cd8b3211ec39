// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "datasets/dataset.h"

namespace isogs {

// The layout of Microsoft's 7-Scenes, one sequence (seq-01, ...) a folder:
//   frame-000000.color.png (or .jpg)  colour, 640x480
//   frame-000000.depth.png            16-bit z-depth in millimetres, 0 and 65535 invalid
//   frame-000000.pose.txt             4x4 camera-to-world; a sequence may come without poses
// Colour and depth come from two cameras side by side; frames are the depth camera's view, with colours
// looked up where its pixels see them (dataset.register_color). Without that, images of another camera may
// have any size; the configuration then gives fx, fy, cx and cy.

bool CanReadSevenScenes(const std::filesystem::path& folder);
std::unique_ptr<Dataset> OpenSevenScenes(const DatasetConfig& config);

}  // namespace isogs
