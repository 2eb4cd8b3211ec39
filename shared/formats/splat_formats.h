// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "shared/types/gaussian_cloud.h"

namespace isogs {

// Splats in formats beside PLY, which ply.h has. What is written has finite numbers (see RemoveUnusable);
// each file appears when it is whole. What is read keeps numbers that are not finite, as ReadSplatPly does:
// limits become finite, Gaussians of opacity 0 are left out, harmonics of higher degrees, too; all timesteps
// are 0.

enum class UsdUpAxis { kY, kZ };

/// Binary glTF with KHR_gaussian_splatting (Khronos Group, release candidate of July 2026): points with
/// rotations x, y, z, w, sigmas, opacities and constant harmonics as floats; coordinates as they are, as in
/// meshes. COLOR_0 is for viewers that know points alone. Throws Error beyond 4 GiB.
void WriteSplatGlb(const std::filesystem::path& path, const GaussianCloud& cloud);

/// Reads the Gaussians of the file's scene, coordinates as they are but for its nodes, which may move, turn
/// and scale them by one factor. Numbers may also be bytes and shorts; linear colours become sRGB. Throws
/// Error naming the file if it has none, is damaged, or packs them in a way of another extension.
GaussianCloud ReadSplatGlb(const std::filesystem::path& path);

/// SPZ version 4 (Niantic): about 16 bytes a Gaussian. Positions in steps of 1/4096 m, coarser where the map
/// exceeds 2 km; log sigmas in steps of 1/16 from -10 (45 um) to 5.9; rotations in 10 bits a number;
/// opacities in steps of 1/255, colours of 1/136. The format's axes are x right, y up, z back: y and
/// z of what would be a PLY change their signs. Throws Error beyond 8388 km.
void WriteSplatSpz(const std::filesystem::path& path, const GaussianCloud& cloud);

/// Reads versions 1 to 4, in the axes of PLY as WriteSplatSpz takes them. Extensions are skipped. Throws
/// Error naming the file if it is of another kind, damaged, or shorter than its header says.
GaussianCloud ReadSplatSpz(const std::filesystem::path& path);

/// SOG version 2 (PlayCanvas): a zip of lossless images, in the axes of PLY. Positions in 65536 steps of
/// log(1 + x) over their range, log sigmas in 256 of at most 1/16, rotations in 8 bits a number, opacities in
/// steps of 1/255, colours in 256 over their range (at most 2.3: steps of 1/113). Throws Error without
/// Gaussians.
void WriteSplatSog(const std::filesystem::path& path, const GaussianCloud& cloud);

/// OpenUSD's text with one ParticleField3DGaussianSplat (OpenUSD 26.03), coordinates as they are. The file
/// says which of its axes, y or z, is up.
void WriteSplatUsda(const std::filesystem::path& path, const GaussianCloud& cloud, UsdUpAxis up);

}  // namespace isogs
