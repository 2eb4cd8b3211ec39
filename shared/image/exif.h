// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace isogs {

inline constexpr int kUpright = 1;

/// How a picture's rows and columns lie, as Exif says it (tag Orientation, 1 to 8; Exif 2.32, 4.6.4), from
/// the TIFF structure of its metadata; kUpright where they do not say, or say nonsense.
int ExifOrientation(std::string_view tiff);

}  // namespace isogs
