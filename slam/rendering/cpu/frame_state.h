// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "shared/geometry/near_plane.h"
#include "slam/rendering/chunk_bounds.h"
#include "slam/rendering/gaussian_view.h"
#include "slam/rendering/render_camera.h"

/// What the stages of the SIMD rasteriser hand to each other.
///
/// The image is cut into tiles of 16 x 16 pixels, a tile into blocks of 4 x 4. A splat comes into the list of
/// each tile that it reaches (an "instance") with a bit for each block in which it covers a pixel.
namespace isogs::cpu {

inline constexpr int kGroupSize = 16;     // Gaussians with one word of visibility bits
inline constexpr int kGroupsAChunk = 64;  // groups culled as one piece of work
static_assert(int64_t{kGroupSize} * kGroupsAChunk == kChunkGaussians);
inline constexpr int kTileSize = 16;  // [px]
inline constexpr int kTilePixels = kTileSize * kTileSize;
inline constexpr int kBlockSize = 4;  // [px]
inline constexpr int kBlockPixels = kBlockSize * kBlockSize;
inline constexpr int kBlocksAcross = kTileSize / kBlockSize;
inline constexpr int kBlocks = kBlocksAcross * kBlocksAcross;
inline constexpr int kStateChannels = 5;  // of a pixel after the forward pass

inline constexpr float kBlurPx2 = 0.3f;        // added to the image variances
inline constexpr float kSlopeBlurPx2 = 0.01f;  // the same, where the slope of the depth is taken
inline constexpr float kFieldOfViewMargin = 1.3f;
inline constexpr float kCullSlack = 1e-3f;  // added to the bound of q, so that rounding drops no pixel
inline constexpr float kMaxAlpha = 0.99f;
inline constexpr float kMinTransmittance = 1e-4f;

/// Camera and image, as the kernels need them.
struct View {
  RenderCamera camera;
  float limit_x = 0, limit_y = 0;  // bounds of |x/z|, |y/z| in the projection's Jacobian
  float min_alpha = 0;
  float log2_min_alpha = 0;
  int tiles_x = 0, tiles_y = 0;
  int tile_count() const { return tiles_x * tiles_y; }
};

/// One Gaussian in the image: a cache line. At distance (dx, dy) from its centre
///   log2 alpha = log2_opacity - e^2 - f^2,   e = a dx + b dy,   f = c dy,
///   depth = z + depth_u dx + depth_v dy.
struct alignas(64) Splat {
  float a, b, c, log2_opacity;
  float red, green, blue, z;  // z of the centre in the camera [m]
  float u, v;                 // centre [px]
  float depth_u, depth_v;     // slope of the depth over the image [m/px]
  int32_t gaussian;
  uint32_t first_instance;  // within the batch
  uint32_t instance_count;
};
static_assert(sizeof(Splat) == 64);

/// A splat's part in one tile.
struct Instance {
  uint32_t tile;
  uint32_t blocks;  // a bit for each block reached
};

/// An instance in its tile's list; nearest first after sorting.
struct TileEntry {
  uint32_t depth_key;
  uint32_t splat;
  uint32_t instance;
  uint32_t blocks;  // after the forward pass only blocks in which the splat was blended
};

/// Sums over the pixels of a tile that an instance's gradients follow from, see BackwardTile.
struct InstanceSums {
  float values[12];  // wx wy wxy w, wxx wyy red green, blue depth - -
};

/// A run of chunks, of those looked at, whose visible Gaussians are projected as one piece of work.
struct SplatBatch {
  int64_t first_chunk = 0;
  int64_t last_chunk = 0;  // one past
  uint32_t first_splat = 0;
  uint32_t splat_count = 0;
  uint32_t first_row = 0;  // of GradientRows
  uint32_t first_instance = 0;
  uint32_t instance_count = 0;
  std::vector<Instance> instances;  // reserve; the first instance_count count
};

/// The map with its last, incomplete group padded by zeros, and which groups of it are looked at: all, or
/// those of some chunks.
struct PaddedMap {
  GaussianView view;
  const int32_t* chunks = nullptr;  // ascending
  int64_t chunk_count = -1;         // -1: all are looked at
  float means[3 * kGroupSize] = {};
  float colors[3 * kGroupSize] = {};
  float rotations[4 * kGroupSize] = {};
  float logit_opacities[kGroupSize] = {};
  float log_scales[3 * kGroupSize] = {};

  explicit PaddedMap(const GaussianView& map = {});
  /// Looks at these chunks only, which must live as long as this.
  void LookAt(std::span<const int32_t> some) {
    chunks = some.data();
    chunk_count = static_cast<int64_t>(some.size());
  }
  /// Of the groups looked at.
  int64_t group_count() const {
    const int64_t all = (view.count + kGroupSize - 1) / kGroupSize;
    if (chunk_count < 0) return all;
    if (chunk_count == 0) return 0;
    const int64_t of_last =
        std::min<int64_t>(all - int64_t{chunks[chunk_count - 1]} * kGroupsAChunk, kGroupsAChunk);
    return (chunk_count - 1) * kGroupsAChunk + of_last;
  }
  /// The group, by its place in the map, that is looked at as number `place`.
  int64_t GroupAt(int64_t place) const {
    if (chunk_count < 0) return place;
    return int64_t{chunks[place / kGroupsAChunk]} * kGroupsAChunk + place % kGroupsAChunk;
  }
  /// Arrays that begin with the group's Gaussians and hold all sixteen.
  GaussianView Group(int64_t group) const {
    const int64_t first = group * kGroupSize;
    if (first + kGroupSize <= view.count) {
      return {kGroupSize,
              view.means + 3 * first,
              view.colors + 3 * first,
              view.rotations + 4 * first,
              view.logit_opacities + first,
              view.log_scales + 3 * first};
    }
    return {kGroupSize, means, colors, rotations, logit_opacities, log_scales};
  }
};

}  // namespace isogs::cpu
