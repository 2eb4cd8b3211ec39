// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "evaluation/image_metrics.h"
#include "evaluation/trajectory_metrics.h"

namespace isogs {

struct TrajectoryFigures {
  int64_t frames = 0;                  // of the run
  int64_t lost = 0;                    // of them, where tracking was lost
  int64_t compared = 0;                // of them, with a true pose
  std::optional<ErrorStatistics> ate;  // nothing without true poses
  std::optional<RelativePoseError> rpe;
};

/// Views of the map beside frames.
struct ViewFigures {
  ImageScoreMean mapped;  // frames whose images the map was optimised on
  ImageScoreMean unseen;  // the other tracked frames: the honest figure
};

/// One of these views.
struct ViewScore {
  int64_t frame = 0;  // of the data set
  bool mapped = false;
  ImageScores scores;  // in the exposure of the frame, as ImageFigures::exposed
};

/// Points that frames measure by their depth, beside the map and a mesh of it.
struct MeasuredPoints {
  std::vector<float> densities;         // of the map
  std::vector<float> mesh_distances_m;  // to the mesh, of each; empty without one
  double seen_through = 0.0;            // share of the mesh's surface that the frames saw through
};

struct ImageFigures {
  ViewFigures exposed;      // views in the exposure of their frame, if keyframes had their own
  ViewFigures as_rendered;  // views as the map gives them
  MeasuredPoints mapped_points, unseen_points;
  std::vector<ViewScore> views;  // those with depth, in the order of the run
};

/// How well the map's density has the measured surface as a level set.
struct SurfaceFigures {
  int64_t points = 0;
  double density_median = 0.0;
  double iso_residual_median = 0.0;  // |density - target|
  double density_quartiles[2] = {};  // lower and upper
};

/// How well a mesh of the map passes through the measured points, and through no others.
struct MeshFit {
  int64_t points = 0;
  double within_2cm = 0.0;  // share of them
  double within_5cm = 0.0;
  double median_m = 0.0;      // distance
  double seen_through = 0.0;  // share of the mesh's surface, see SeenThrough
};

struct MapFigures {
  int64_t gaussians = 0;
  int64_t bytes = 0;                        // of their parameters: 14 floats each
  std::optional<double> anisotropy_median;  // largest over smallest scale; nothing for an empty map
};

struct SpeedFigures {
  double seconds_per_frame = 0.0;  // wall time from the first frame read to the last done
  double fps = 0.0;
  double track_ms = 0.0;  // mean a frame
  double map_ms = 0.0;    // mean a mapped frame
  int64_t peak_rss_bytes = 0;
};

/// The figures of a run.
struct Evaluation {
  TrajectoryFigures trajectory;
  ImageFigures images;
  MapFigures map;
  std::optional<SurfaceFigures> surface;  // of unseen frames; nothing without such
  std::optional<SurfaceFigures> mapped_surface;
  std::optional<MeshFit> mesh_fit;  // of unseen frames; nothing without such, or without a mesh
  std::optional<MeshFit> mapped_mesh_fit;
  std::optional<SpeedFigures> speed;  // nothing for a run that left no timing.json
};

}  // namespace isogs
