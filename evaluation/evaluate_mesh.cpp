// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/evaluate_mesh.h"

#include <Eigen/Eigenvalues>

#include "datasets/of_run/run_dataset.h"
#include "evaluation/run_inputs.h"
#include "evaluation/seen_surface.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/formats/mesh_file.h"

namespace isogs {
namespace {

constexpr double kLeastSpread_m = 1e-3;

/// Standard deviation of the camera centres along the direction in which they spread second most [m].
double SecondSpread(const std::vector<PosePair>& pairs) {
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  Eigen::Matrix3d squares = Eigen::Matrix3d::Zero();
  for (const PosePair& pair : pairs) sum += pair.truth.translation();
  const Eigen::Vector3d mean = sum / static_cast<double>(pairs.size());
  for (const PosePair& pair : pairs) {
    const Eigen::Vector3d d = pair.truth.translation() - mean;
    squares += d * d.transpose() / static_cast<double>(pairs.size());
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(squares, Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(solver.eigenvalues()(1), 0.0));
}

Pose AligningMotion(const std::filesystem::path& run, const Params& params) {
  const std::vector<PosePair> pairs = RunPosePairs(run, params);
  if (pairs.empty()) throw UsageError(run.string() + ": has no true poses to align the mesh by");
  if (SecondSpread(pairs) < kLeastSpread_m) {
    throw UsageError(run.string() + ": its " + std::to_string(pairs.size()) +
                     " true camera centres lie on a line, which leaves the mesh's rotation open");
  }
  return TruthFromEstimate(pairs);
}

TriangleMesh WhatTheRunSaw(const TriangleMesh& truth, const Params& params, const Config& config,
                           const EvaluateMeshOptions& options) {
  std::vector<int64_t> indices;
  for (const FrameRecord& frame : params.frames) indices.push_back(frame.dataset_index);
  const std::unique_ptr<Dataset> dataset = OpenRunDataset(options.run_directory, config);
  return SeenSurface(truth, *dataset, indices, config.dataset.prefetch_frames, options.progress);
}

}  // namespace

MeshEvaluation EvaluateMesh(const EvaluateMeshOptions& options) {
  const RunDirectory run(options.run_directory);
  const Config config = LoadRunConfig(run.path(), options.dataset, options.overrides);
  const ThreadLimit threads(config.threads);
  TriangleMesh mesh = ReadMesh(options.mesh);
  TriangleMesh truth = ReadMesh(options.truth);
  if (options.align || options.cull) {
    const Params params = ReadParams(FindParams(run.path()));
    if (options.align) mesh = Transformed(std::move(mesh), AligningMotion(run.path(), params));
    if (options.cull) truth = WhatTheRunSaw(truth, params, config, options);
  }
  return {CompareMeshes(mesh, truth, options.samples), CompareMeshes(truth, truth, options.samples)};
}

}  // namespace isogs
