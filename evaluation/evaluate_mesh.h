// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "evaluation/mesh_metrics.h"

namespace isogs {

struct EvaluateMeshOptions {
  std::filesystem::path run_directory;
  std::filesystem::path mesh;   // in the world's frame, as extract_mesh writes it
  std::filesystem::path truth;  // in the world's frame
  bool align = false;           // move the mesh by the motion between estimated and true camera centres
  bool cull = false;            // leave out what of the truth no frame of the run saw
  size_t samples = kMeshSamples;
  std::string dataset;                 // folder of the data set, for `cull`; empty: the run's
  std::vector<std::string> overrides;  // of the run's config.yaml, "key=value"
  std::function<void(int64_t done, int64_t total)> progress;  // of `cull`
};

struct MeshEvaluation {
  MeshFigures figures;
  MeshFigures of_truth;  // of the true surface beside itself: the best that as many samples let a mesh reach
};

/// Compares a mesh of a run with the true surface. Throws UsageError if a file is missing or `align` or
/// `cull` has no true poses to go by.
MeshEvaluation EvaluateMesh(const EvaluateMeshOptions& options);

}  // namespace isogs
