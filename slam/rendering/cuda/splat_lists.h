// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/cuda/algorithms.h"
#include "slam/rendering/rasterizer.h"
#include "slam/rendering/rasterizer_math.h"

/// The stages of the rasteriser for CUDA. All pointers are memory of the device.
namespace isogs::cuda {

/// A splat with its colour: half a cache line of the device.
struct alignas(16) SplatRecord {
  splat::Splat splat;
  float color[3];
};
static_assert(sizeof(SplatRecord) == 64);

/// The map projected to an image and sorted into tiles. An instance is a splat in a tile that it reaches;
/// instances are numbered by splat, nearest splat first, and listed by tile.
struct SplatLists {
  RenderCamera camera;
  float min_alpha = 0.0f;
  int tiles_u = 0;
  int tiles_v = 0;
  int64_t visible = 0;                       // V
  int64_t instances = 0;                     // I
  const int32_t* gaussians = nullptr;        // [V] ascending
  const SplatRecord* splats = nullptr;       // [V]
  const uint32_t* order = nullptr;           // [V] splats, nearest first (at equal depth by index)
  const int64_t* first_instance = nullptr;   // [V + 1] by place in `order`
  const uint32_t* tile_begin = nullptr;      // [tiles + 1] into the next two
  const uint32_t* tile_splats = nullptr;     // [I] nearest first in each tile
  const uint32_t* tile_instances = nullptr;  // [I]

  int tiles() const { return tiles_u * tiles_v; }
};

/// Makes lists, in memory that it keeps.
class SplatSorter {
 public:
  explicit SplatSorter(Stream stream) : algorithms_(stream) {}

  /// Valid until the next call. Waits for the device twice, to learn how long the lists are.
  SplatLists Sort(const GaussianView& map, const RenderCamera& camera, float min_alpha);

 private:
  void FindVisible(const GaussianView& map, SplatLists* lists);
  void SortByDepth(const GaussianView& map, SplatLists* lists);
  void CountInstances(SplatLists* lists);
  void SortIntoTiles(SplatLists* lists);

  Algorithms algorithms_;
  DeviceArray<uint8_t> flags_{"visible Gaussians"};
  DeviceArray<int32_t> gaussians_{"visible Gaussians"};
  DeviceArray<int64_t> count_{"visible Gaussians"};
  DeviceArray<SplatRecord> splats_{"splats"};
  DeviceArray<uint32_t> depth_keys_{"splats"}, indices_{"splats"}, sorted_keys_{"splats"}, order_{"splats"};
  DeviceArray<int32_t> tile_counts_{"splats"};
  DeviceArray<int64_t> first_instance_{"splats"};
  DeviceArray<uint16_t> tile_keys_{"tile lists"}, sorted_tile_keys_{"tile lists"};
  DeviceArray<uint32_t> instance_splats_{"tile lists"}, instance_ids_{"tile lists"};
  DeviceArray<uint32_t> tile_splats_{"tile lists"}, tile_instances_{"tile lists"}, tile_begin_{"tile lists"};
};

}  // namespace isogs::cuda
