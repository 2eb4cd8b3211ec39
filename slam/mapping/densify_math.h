// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/config/mapping_config.h"
#include "shared/core/host_device.h"
#include "shared/geometry/depth_sensor.h"
#include "shared/geometry/near_plane.h"
#include "slam/device/frame_view.h"

// Where new Gaussians are made, for kernels on any device.
namespace isogs {

/// Whether a Gaussian at a measured depth would be rendered: then it can be compared, and made.
ISOGS_HD inline bool IsRenderable(float measured_m) { return measured_m > kNearPlaneM; }

/// Says which pixels lack a Gaussian.
struct GapTest {
  const float* measured_m;
  const float* rendered_m;  // null: nothing is rendered yet
  const float* silhouette;
  float max_silhouette;
  float max_error_m;
  DepthSensor sensor;
  float front_sigmas;  // of a noisy sensor less is enough: so many of its deviations

  ISOGS_HD bool operator()(int64_t pixel) const {
    const float measured = measured_m[pixel];
    if (!IsRenderable(measured)) return false;  // also NaN
    if (rendered_m == nullptr || silhouette[pixel] < max_silhouette) return true;
    const float in_front_m = rendered_m[pixel] - measured;
    if (in_front_m > max_error_m) return true;
    return sensor != DepthSensor::kRendered &&
           in_front_m > front_sigmas * static_cast<float>(SensorSigma(sensor, measured, 1.0));
  }
};

/// The test of a frame beside which nothing is rendered yet.
inline GapTest GapTestOf(const FrameView& frame, const DensifyConfig& config, DepthSensor sensor) {
  return {frame.depth_m,
          nullptr,
          nullptr,
          static_cast<float>(config.max_silhouette),
          0.0f,
          sensor,
          static_cast<float>(config.front_sigmas)};
}

/// Rank, among the depth errors of the `valid` pixels, of the lower median over all pixels, invalid ones
/// counting as 0. Where most are invalid it would be 0 and every depth in front would pass for new: then it
/// is taken over the valid ones.
ISOGS_HD inline int64_t MedianRank(int64_t pixels, int64_t valid) {
  const int64_t invalid = pixels - valid, rank = (pixels - 1) / 2;
  return rank >= invalid ? rank - invalid : (valid - 1) / 2;
}

/// Which of `count` gaps the i-th of `kept` is, spread evenly.
ISOGS_HD inline int64_t ThinnedIndex(int64_t i, int64_t count, int64_t kept) { return i * count / kept; }

/// The order in which the pixels x, y = stride / 2, stride / 2 + stride, ... are worked on: tile by tile, and
/// along a Z-order curve in each, so that neighbours in the image stand together.
struct GridOrder {
  static constexpr int kTile = 16;  // pixels of the grid, a power of 2
  static constexpr int kTilePlaces = kTile * kTile;

  int width, height;
  int stride;

  ISOGS_HD int TilesAcross() const { return (width + kTile * stride - 1) / (kTile * stride); }
  ISOGS_HD int TilesDown() const { return (height + kTile * stride - 1) / (kTile * stride); }

  /// The pixel at a place of a tile, which may lie beyond the image.
  ISOGS_HD int ColumnAt(int tile_x, int place) const {
    return stride / 2 + stride * (tile_x * kTile + EvenBits(place));
  }
  ISOGS_HD int RowAt(int tile_y, int place) const {
    return stride / 2 + stride * (tile_y * kTile + EvenBits(place >> 1));
  }
  /// The place of a tile's column x and row y, counted on the grid.
  ISOGS_HD static int PlaceOf(int x, int y) {
    int place = 0;
    for (int bit = 0; 1 << bit < kTile; ++bit)
      place |= (x >> bit & 1) << 2 * bit | (y >> bit & 1) << (2 * bit + 1);
    return place;
  }

 private:
  /// The bits of even places, packed.
  ISOGS_HD static int EvenBits(int code) {
    int result = 0;
    for (int bit = 0; code >> (2 * bit) != 0; ++bit) result |= (code >> (2 * bit) & 1) << bit;
    return result;
  }
};

}  // namespace isogs
