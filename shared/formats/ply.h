// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "shared/types/gaussian_cloud.h"

namespace isogs {

struct Splats {
  GaussianCloud cloud;
  std::vector<float> normals;  ///< [N,3], 0 where not known; empty: none is
};

/// Writes the layout that 3D Gaussian splatting viewers read (Kerbl et al. 2023), binary little-endian: x y z
/// nx ny nz f_dc_0..2 opacity scale_0..2 rot_0..3, all before activation; f_dc = (rgb - 0.5) /
/// 0.28209479177387814, the constant spherical harmonic. `normals` [N,3] are those of disc_normals.h; without
/// them the file's are 0. Some readers insist on harmonics of a higher degree: with `sh_degree` 1 to 3, 9, 24
/// or 45 zeros f_rest_* stand behind f_dc. The file appears when it is whole.
void WriteSplatPly(const std::filesystem::path& path, const GaussianCloud& cloud,
                   std::span<const float> normals = {}, int sh_degree = 0);

/// Reads that layout, binary or text, its properties in any order and of any scalar type; others (f_rest_*,
/// ...) are ignored and all timesteps are 0. Opacity 1 (a logit of +inf) and discs (a log scale of -inf, or
/// no scale_2) become finite (see parameter_limits.h); Gaussians of opacity 0 (-inf) are left out. Throws
/// Error naming the file if it is compressed, shorter than its header says, or lacks a property.
Splats ReadSplatPly(const std::filesystem::path& path);

}  // namespace isogs
