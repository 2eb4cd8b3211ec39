// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Core>
#include <filesystem>
#include <optional>
#include <string>

#include "shared/types/triangle_mesh.h"

namespace isogs {

/// A mesh to measure and which way is up in it.
struct MeasuredMesh {
  std::filesystem::path file;
  TriangleMesh mesh;
  Eigen::Vector3d up;
  std::string up_from;  ///< in words
};

/// `input`: a run directory, whose mesh.ply is taken, or a mesh file. The upward direction is `up`, or where
/// its run's cameras have it, or of a mesh without a run +z. Throws UsageError if there is no such mesh.
MeasuredMesh ReadMeasuredMesh(const std::filesystem::path& input, const std::optional<Eigen::Vector3d>& up);

}  // namespace isogs
