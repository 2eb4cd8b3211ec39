// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/alignment_pyramid.h"

#include <algorithm>

#include "shared/core/parallel.h"
#include "slam/tracking/frame_aligner_math.h"
#include "slam/tracking/pyramid_cameras.h"
#include "slam/tracking/pyramid_rows_cpu.h"

namespace isogs {
namespace {

// Rows a piece at the finest level: a whole number of rows at the coarsest of kMaxLevels would be 128; at
// usual sizes there are at most six levels.
constexpr int kBandRows = 32;
constexpr int kFinishRows = 16;

/// Allocates the levels' planes.
template <typename Level>
void PrepareLevels(const Camera& camera, std::vector<Level>* levels) {
  if (!levels->empty() && levels->front().camera == camera) return;
  levels->clear();
  for (const Camera& size : PyramidCameras(camera)) {
    Level& level = levels->emplace_back();
    level.camera = size;
    level.inverse_depth.Resize(size.width, size.height);
    level.grey.Resize(size.width, size.height);
  }
}

/// Fills 1/z and grey of all levels, in bands of rows that no two pieces share at any level.
template <typename Level, typename FinestRow, typename HalveRow>
void FillLevels(std::vector<Level>& levels, const FinestRow& finest_row, const HalveRow& halve_row) {
  const int band = std::max(kBandRows, 1 << (levels.size() - 1));
  ParallelFor(levels[0].camera.height, band, [&](int64_t begin, int64_t end) {
    int first = static_cast<int>(begin), last = static_cast<int>(end);
    for (int y = first; y < last; ++y) finest_row(y);
    for (size_t i = 1; i < levels.size(); ++i) {
      first /= 2;
      last = last == levels[i - 1].camera.height ? levels[i].camera.height : last / 2;
      for (int y = first; y < last; ++y) halve_row(levels[i - 1], levels[i], y);
    }
  });
}

/// Calls body(level, y_begin, y_end, piece) for bands of rows of all levels.
struct Band {
  size_t level;
  int begin, end;
};
template <typename Level>
std::vector<Band> Bands(const std::vector<Level>& levels) {
  std::vector<Band> bands;
  for (size_t i = 0; i < levels.size(); ++i) {
    const int height = levels[i].camera.height;
    for (int y = 0; y < height; y += kFinishRows) bands.push_back({i, y, std::min(y + kFinishRows, height)});
  }
  return bands;
}

/// Fills what alignment reads of a view, from 1/z and grey of all levels.
void FinishView(std::vector<ViewLevel>& levels) {
  for (ViewLevel& level : levels) {
    level.depth_m.Resize(level.camera.width, level.camera.height);
    for (auto& plane : level.normal) plane.Resize(level.camera.width, level.camera.height);
    for (auto& plane : level.gradient) plane.Resize(level.camera.width, level.camera.height);
    level.usable = 0;
    level.mean_inverse_depth = 0.0;
  }
  const std::vector<Band> bands = Bands(levels);
  std::vector<ViewRowSums> sums(bands.size());
  ParallelFor(static_cast<int64_t>(bands.size()), 1, [&](int64_t piece, int64_t) {
    const Band& band = bands[static_cast<size_t>(piece)];
    ViewRowSums& sum = sums[static_cast<size_t>(piece)];
    for (int y = band.begin; y < band.end; ++y) {
      const ViewRowSums row = FinishViewRow(levels[band.level], band.level == 0 ? kFinestNormalRadius : 1, y);
      sum.inverse_depth += row.inverse_depth;
      sum.usable += row.usable;
    }
  });
  for (size_t piece = 0; piece < bands.size(); ++piece) {
    levels[bands[piece].level].mean_inverse_depth += sums[piece].inverse_depth;
    levels[bands[piece].level].usable += sums[piece].usable;
  }
  for (ViewLevel& level : levels) {
    if (level.usable > 0) level.mean_inverse_depth /= static_cast<double>(level.usable);
  }
}

}  // namespace

void BuildViewPyramid(const float* planes, const Camera& camera, float min_silhouette,
                      std::vector<ViewLevel>* levels) {
  PrepareLevels(camera, levels);
  FillLevels(
      *levels, [&](int y) { ViewRow(planes, min_silhouette, levels->front(), y); }, HalveViewRow);
  FinishView(*levels);
}

void BuildViewPyramid(const FrameView& frame, const Camera& camera, std::vector<ViewLevel>* levels) {
  PrepareLevels(camera, levels);
  FillLevels(
      *levels, [&](int y) { FrameRow(frame, levels->front(), y); }, HalveFrameRow);
  FinishView(*levels);
}

void BuildFramePyramid(const FrameView& frame, const Camera& camera, std::vector<FrameLevel>* levels) {
  PrepareLevels(camera, levels);
  FillLevels(
      *levels, [&](int y) { FrameRow(frame, levels->front(), y); }, HalveFrameRow);
  for (FrameLevel& level : *levels) {
    level.depth_m.Resize(level.camera.width, level.camera.height);
    level.grey_pairs.Resize(level.camera.width, level.camera.height);
  }
  const std::vector<Band> bands = Bands(*levels);
  ParallelFor(static_cast<int64_t>(bands.size()), 1, [&](int64_t piece, int64_t) {
    const Band& band = bands[static_cast<size_t>(piece)];
    for (int y = band.begin; y < band.end; ++y) {
      FinishFrameRow((*levels)[band.level], y);
    }
  });
}

}  // namespace isogs
