// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "slam/rendering/cpu/frame_state.h"
#include "slam/rendering/rasterizer.h"

/// The stages of the SIMD rasteriser. Each function does one piece of work on one thread, with the best
/// instruction set that the processor has. No piece writes what another reads in the same stage.
namespace isogs::cpu {

/// Name of the instruction set that the kernels use, e.g. "AVX3".
const char* SimdTargetName();
/// False on processors older than the kernels' baseline.
bool IsSimdSupported();

/// Groups are numbered among those that the map is looked at in.
/// Writes the bits of Gaussians that may be seen, `candidates` [groups], of the groups [first, last). Reads
/// means, and scales where the mean lies outside of the image. Returns the number of candidates.
uint32_t CullGroups(const PaddedMap& map, const View& view, int64_t first, int64_t last,
                    uint16_t* candidates);

/// Projects the candidates of the batch: sets `visible` [groups] (may be `candidates` itself), writes the
/// batch's splats and instances, and adds the number of instances in each tile to `tile_counts` [tiles +
/// padding].
void ProjectBatch(const PaddedMap& map, const View& view, const uint16_t* candidates, uint16_t* visible,
                  SplatBatch* batch, Splat* splats, uint32_t* tile_counts);
/// Elements behind the last tile's count that ProjectBatch may touch.
inline int TileCountPadding(const View& view) { return view.tiles_x + 2; }

/// Memory of one thread for the tile kernels, see tile_scratch.h.
struct TileScratch;

/// One tile: its place, its sorted list, and the state of its pixels after the forward pass.
struct Tile {
  int x = 0, y = 0;  // first pixel
  std::span<TileEntry> entries;
  float* state = nullptr;  // [blocks, 5, pixels]: transmittance, r, g, b, z

  float* State(int64_t block) const { return state + block * kStateChannels * kBlockPixels; }
};

/// Blends the tile's splats front to back into `planes` [5,H,W] and the tile's state, and reduces the
/// entries' blocks to those in which something was blended.
void RenderTile(const View& view, const Splat* splats, const Tile& tile, TileScratch* scratch, float* planes);

/// Writes the sums of each entry, `sums` [instances], from which the gradients follow:
/// with w = alpha dL/dalpha, over the tile's pixels, those of w (1, e, f, e^2, e f, f^2), and of alpha T
/// times the gradients of r, g, b, z.
void BackwardTile(const View& view, const Splat* splats, const Tile& tile, const float* plane_gradients,
                  TileScratch* scratch, InstanceSums* sums);

/// Gradients of the batch's Gaussians from the sums of its instances: a row each.
void BackwardBatch(const PaddedMap& map, const View& view, const uint16_t* visible, const SplatBatch& batch,
                   const Splat* splats, const InstanceSums* sums, float* rows);

/// dL/dxi of the batch's Gaussians, summed.
void BackwardBatchPose(const PaddedMap& map, const View& view, const uint16_t* visible,
                       const SplatBatch& batch, const Splat* splats, const InstanceSums* sums, double* twist);

/// The tile's part of the Gauss-Newton system: 21 elements of the upper triangle of the matrix, row by row,
/// then 6 of the gradient.
inline constexpr int kPoseSums = 27;
void LinearizeTile(const View& view, const Splat* splats, const Tile& tile, const PoseResiduals& residuals,
                   TileScratch* scratch, double* sums);

}  // namespace isogs::cpu
