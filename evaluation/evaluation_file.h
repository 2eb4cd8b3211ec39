// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "evaluation/evaluation.h"
#include "evaluation/mesh_metrics.h"

namespace isogs {

/// Writes the figures to evaluation.json; what else an earlier file holds (the mesh's figures) stays in it.
/// Figures that are not known are null.
void WriteEvaluation(const std::filesystem::path& path, const Evaluation& evaluation);
/// The same for the figures of the run's mesh.
void WriteMeshEvaluation(const std::filesystem::path& path, const MeshFigures& figures);

/// The same for a person: a table of several lines.
std::string EvaluationTable(const Evaluation& evaluation);
/// `of_truth`: the true surface's figures beside itself, what the samples let a mesh reach.
std::string MeshTable(const MeshFigures& figures, const MeshFigures& of_truth);

/// Reads the timing.json that a SLAM run leaves: {frames, seconds, track_ms, map_ms, peak_rss_bytes}. Nothing
/// if there is none.
std::optional<SpeedFigures> ReadTiming(const std::filesystem::path& path);

}  // namespace isogs
