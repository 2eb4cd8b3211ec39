// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "shared/types/gaussian_cloud.h"

namespace isogs {

// Splats in formats that are only written; ply.h has the one that is read, too. Numbers are finite (see
// RemoveUnusable); each file appears when it is whole.

/// Binary glTF with KHR_gaussian_splatting (Khronos Group, release candidate of July 2026): points with
/// rotations x, y, z, w, sigmas, opacities and constant harmonics as floats; coordinates as they are, as in
/// meshes. COLOR_0 is for viewers that know points alone. Throws Error beyond 4 GiB.
void WriteSplatGlb(const std::filesystem::path& path, const GaussianCloud& cloud);

}  // namespace isogs
