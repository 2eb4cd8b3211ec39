// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "meshing/gaussians/surface_points.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs {

/// Gaussians from a file, in the world's frame.
struct MapInput {
  std::filesystem::path file;  ///< what was read
  GaussianCloud cloud;
  MapCameras cameras;
  Eigen::Vector3d up = Eigen::Vector3d::UnitZ();  ///< of the cameras that saw it, roughly; +z: not known
};

/// The file that ReadMapInput reads of `input`. Throws UsageError as it does.
std::filesystem::path MapFileOf(const std::filesystem::path& input);

/// Whether a file of that name holds splats that ReadMapInput reads.
bool IsSplatFile(const std::filesystem::path& file);

/// Whether a file of that name is one that ReadMapInput reads: an npz, or splats.
bool IsMapFile(const std::filesystem::path& file);

/// Reads `input`: a run directory (its newest params), a configuration (the run directory it names), an npz
/// of ours or of SplaTAM's, or splats as PLY, SPZ or GLB. Throws UsageError for anything else, Error for a
/// damaged file. Gaussians with numbers that are not finite are kept.
MapInput ReadMapInput(const std::filesystem::path& input);

/// Where the mesh of `input` goes if nothing else is said: mesh.ply in the run directory, or the file's name
/// with _mesh.ply beside it.
std::filesystem::path DefaultMeshPath(const std::filesystem::path& input);

}  // namespace isogs
