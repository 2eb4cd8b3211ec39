// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "datasets/frame_files.h"

namespace isogs {

/// Colour images of a phone's capture, in folder/rgb.
inline const NumberedName kPhoneColorName = {"", {".jpg", ".jpeg", ".png"}};
inline const NumberedName kPhoneDepthName = {"", {".png"}};

/// Frames of folder/rgb and folder/depth by their numbers, with folder/confidence where that is there.
std::vector<FrameFiles> ListPhoneFrames(const std::filesystem::path& folder);

}  // namespace isogs
