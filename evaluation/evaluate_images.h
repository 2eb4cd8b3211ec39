// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "datasets/dataset.h"
#include "evaluation/evaluation.h"
#include "evaluation/map_renderer.h"
#include "evaluation/mesh_distance.h"
#include "run/params_file.h"

namespace isogs {

struct ImageEvaluationOptions {
  int64_t every = 1;     // every so many of the mapped, and of the unseen frames
  int64_t pictures = 0;  // comparison pictures, spread evenly over the frames evaluated
  int64_t worst = 0;     // further ones, of the views with the lowest PSNR
  std::filesystem::path pictures_folder;
  int read_ahead = 2;                  // frames
  IsoOptions iso;                      // of the density at measured points
  bool exposure = true;                // views are shown in the exposure of their frame
  const MeshDistance* mesh = nullptr;  // in the map's frame: how far the measured points are from it
  /// Told after each frame how many are done, of how many.
  std::function<void(int64_t done, int64_t total)> progress;
};

/// Renders the map at the pose of every tracked frame and compares it with that frame of the data set. The
/// next frames are read meanwhile; one that cannot be read is logged and left out.
ImageFigures EvaluateImages(const Params& params, const Dataset& dataset, MapRenderer& renderer,
                            const ImageEvaluationOptions& options);

}  // namespace isogs
