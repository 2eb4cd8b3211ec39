// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "shared/core/host_device.h"
#include "slam/rendering/camera_view.h"
#include "slam/rendering/gaussian_view.h"

/// The map's index: what is known of 1024 Gaussians together, so that work follows what is seen and not the
/// map's size. Gaussians stand in the order in which frames made them, tile by tile, so that those of a chunk
/// lie together.
namespace isogs {

inline constexpr int64_t kChunkGaussians = 1024;

inline int64_t ChunkCount(int64_t gaussians) { return (gaussians + kChunkGaussians - 1) / kChunkGaussians; }

/// Bounds of a chunk's Gaussians, but of those that have a NaN, which nothing shows.
struct ChunkBounds {
  float centre[3] = {};  // of the box that the means lie in [m]
  float half[3] = {};    // its half extents [m]
  float sigma_m = 0.0f;  // the largest
};

/// Added up Gaussian by Gaussian.
struct ChunkExtent {
  float low[3] = {INFINITY, INFINITY, INFINITY};
  float high[3] = {-INFINITY, -INFINITY, -INFINITY};
  float log_scale = -INFINITY;

  /// Written so that a NaN changes nothing.
  ISOGS_HD void Add(const float* mean, const float* log_scales) {
    for (int i = 0; i < 3; ++i) {
      low[i] = mean[i] < low[i] ? mean[i] : low[i];
      high[i] = mean[i] > high[i] ? mean[i] : high[i];
      log_scale = log_scales[i] > log_scale ? log_scales[i] : log_scale;
    }
  }
  ISOGS_HD ChunkBounds Bounds() const {
    ChunkBounds bounds;
    for (int i = 0; i < 3; ++i) {
      bounds.centre[i] = 0.5f * (low[i] + high[i]);
      bounds.half[i] = 0.5f * (high[i] - low[i]);
    }
    bounds.sigma_m = std::exp(log_scale);
    return bounds;
  }
};

/// False only where the whole chunk lies more than `reach` outside of the half-space normal . p + offset >=
/// 0, by more than rounding may hide.
ISOGS_HD inline bool MayMeet(const ChunkBounds& chunk, const float* normal, float offset, float reach) {
  float inside = offset, size = std::abs(offset);
  for (int i = 0; i < 3; ++i) {
    inside += normal[i] * chunk.centre[i] + std::abs(normal[i]) * chunk.half[i];
    size += std::abs(normal[i]) * (std::abs(chunk.centre[i]) + chunk.half[i]);
  }
  return !(inside + 1e-4f * size < -reach);  // also with numbers that are not finite
}

/// What a view shows: half-spaces, and how far beyond each a Gaussian still reaches into the image.
struct ChunkView {
  static constexpr int kFaces = 5;
  float normals[kFaces][3];
  float offsets[kFaces];
  float reach_over_sigma[kFaces];
};
ChunkView MakeChunkView(const RenderCamera& camera, float min_alpha);

/// False only if rasterisers would project none of the chunk's Gaussians into the image.
ISOGS_HD inline bool MayBeSeen(const ChunkBounds& chunk, const ChunkView& view) {
  for (int i = 0; i < ChunkView::kFaces; ++i) {
    if (!MayMeet(chunk, view.normals[i], view.offsets[i], view.reach_over_sigma[i] * chunk.sigma_m))
      return false;
  }
  return true;
}

}  // namespace isogs
