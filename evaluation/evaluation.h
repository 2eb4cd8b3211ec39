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

struct ImageFigures {
  ViewFigures exposed;                  // views in the exposure of their frame, if keyframes had their own
  ViewFigures as_rendered;              // views as the map gives them
  std::vector<float> unseen_densities;  // of the map, at points that the unseen frames measure
};

/// How well the map's density has the measured surface as a level set.
struct SurfaceFigures {
  int64_t points = 0;  // of the unseen frames
  double density_median = 0.0;
  double iso_residual_median = 0.0;  // |density - target|
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
  std::optional<SurfaceFigures> surface;  // nothing without unseen frames
  std::optional<SpeedFigures> speed;      // nothing for a run that left no timing.json
};

}  // namespace isogs
