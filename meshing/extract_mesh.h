// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "meshing/blocks/mesh_extractor.h"

namespace isogs {

/// What the program extract_mesh was asked for.
struct ExtractMeshOptions {
  std::filesystem::path input;
  std::filesystem::path output;   ///< empty: DefaultMeshPath
  std::filesystem::path preview;  ///< .png to show the mesh on; empty: none
  MeshOptions mesh;
  std::optional<double> decimate;       ///< share of the triangles that is kept
  std::optional<size_t> max_triangles;  ///< more are decimated
};

/// Reads the map, extracts the mesh and writes it with a .json beside it, which says what was done. Shows its
/// progress on `progress` calls. Nothing is left where anything fails.
void ExtractMeshToFile(const ExtractMeshOptions& options, const MeshProgress& progress);

}  // namespace isogs
