// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "shared/types/gaussian_cloud.h"

namespace isogs {

/// Writes the layout that 3D Gaussian splatting viewers read (Kerbl et al. 2023), binary little-endian: x y z
/// nx ny nz f_dc_0..2 opacity scale_0..2 rot_0..3, all before activation; normals are zero and f_dc = (rgb -
/// 0.5) / 0.28209479177387814, the constant spherical harmonic. The file appears when it is whole.
void WriteSplatPly(const std::filesystem::path& path, const GaussianCloud& cloud);

/// Reads that layout, binary or text, its properties in any order and of any scalar type; others (f_rest_*,
/// ...) are ignored and all timesteps are 0. Opacity 1 (a logit of +inf) and discs (a log scale of -inf, or
/// no scale_2) become finite (see parameter_limits.h); Gaussians of opacity 0 (-inf) are left out. Throws
/// Error naming the file if it is compressed, shorter than its header says, or lacks a property.
GaussianCloud ReadSplatPly(const std::filesystem::path& path);

}  // namespace isogs
