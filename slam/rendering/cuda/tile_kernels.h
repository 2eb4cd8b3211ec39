// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/rendering/cuda/splat_lists.h"

namespace isogs::cuda {

/// Splats of a tile are worked on in buckets of a warp's size, and buckets in groups of a block's.
inline constexpr int kBucketSize = 32;
inline constexpr int kBucketsAGroup = 4;
inline constexpr int kGroupSize = kBucketSize * kBucketsAGroup;
inline constexpr int kTilePixels = splat::kTileSize * splat::kTileSize;

/// What a pixel has blended before a bucket: transmittance, colour, depth.
inline constexpr int kCheckpointPlanes = 5;

/// What rendering leaves for its derivatives.
struct RenderTrace {
  const float* planes = nullptr;         // [5,H,W]
  const int32_t* stops = nullptr;        // [H,W] place in its tile's list where a pixel's walk ended
  const int64_t* first_group = nullptr;  // [tiles + 1] groups of buckets, by tile
  const float* checkpoints = nullptr;    // [buckets, 5, 256] where the pixel's walk goes on
  int64_t max_groups = 0;                // at least first_group[tiles]
};

/// Renders, and keeps what derivatives need.
class TileRenderer {
 public:
  explicit TileRenderer(Stream stream) : algorithms_(stream) {}
  /// Writes `planes` [5,H,W], which stay with the caller.
  RenderTrace Render(const SplatLists& lists, float* planes);

 private:
  Algorithms algorithms_;
  DeviceArray<float> planes_{"render"}, checkpoints_{"checkpoints"};
  DeviceArray<int32_t> stops_{"render"}, group_counts_{"render"};
  DeviceArray<int64_t> first_group_{"render"};
};

/// Sums over the pixels of each splat. Every instance is summed on its own and then a splat's instances in
/// their order: the same result every time, without atomics.
class TileBackward {
 public:
  explicit TileBackward(Stream stream) : stream_(stream) {}
  /// One [I], by instance.
  const splat::SplatSums* Sum(const SplatLists& lists, const RenderTrace& trace,
                              const float* plane_gradients);

 private:
  Stream stream_;
  DeviceArray<splat::SplatSums> sums_{"gradients"};
};

/// Rows [V,16] from the instances' sums.
void GradientRowsFromSums(Stream stream, const GaussianView& map, const SplatLists& lists,
                          const splat::SplatSums* sums, float* rows);

/// The pose's part of the derivatives.
class PoseKernels {
 public:
  explicit PoseKernels(Stream stream) : algorithms_(stream) {}
  /// dL/dxi [6], on the host.
  void Backward(const GaussianView& map, const SplatLists& lists, const splat::SplatSums* sums,
                double* twist);
  PoseSystem Linearize(const SplatLists& lists, const RenderTrace& trace, const PoseResiduals& residuals);

 private:
  /// Adds up rows [R, columns] of partial_, into host memory.
  void Total(int64_t rows, int columns, double* sums);

  Algorithms algorithms_;
  DeviceArray<double> partial_{"pose"}, total_{"pose"};
};

}  // namespace isogs::cuda
