// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/blocks/block_mesher.h"
#include "meshing/blocks/cuda/block_kernels.h"

namespace isogs::cuda {

/// Memory for the surfaces of some blocks on the device, and their way to the host.
class SurfaceMemory {
 public:
  explicit SurfaceMemory(Stream stream) : stream_(stream) {}

  /// Makes room for surfaces of these sizes. `counts`: [blocks * kCounts].
  DeviceSurface Reserve(std::span<const int32_t> counts);
  /// The surfaces, when kernels have written them, with components.
  std::vector<BlockMesh> Download(std::span<const BlockIndex> blocks);

 private:
  int64_t Begin(size_t block, Count what) const { return begins_[block * kCounts + what]; }
  size_t Size(size_t block, Count what) const {
    return static_cast<size_t>(Begin(block + 1, what) - Begin(block, what));
  }
  void CopyBlock(size_t block, BlockMesh* mesh) const;

  Stream stream_;
  std::vector<int64_t> begins_;  // [blocks + 1, kCounts]
  DeviceArray<int64_t> device_begins_{"meshes"};
  DeviceArray<EdgeVertex> vertices_{"meshes"};
  DeviceArray<uint32_t> foreign_{"meshes"}, boundary_{"meshes"}, triangles_{"meshes"};
  DeviceArray<float> positions_{"meshes"}, normals_{"meshes"};
  DeviceArray<uint8_t> colors_{"meshes"};
  // Copies on the host.
  std::vector<uint32_t> host_foreign_, host_boundary_, host_triangles_;
  std::vector<float> host_positions_, host_normals_;
  std::vector<uint8_t> host_colors_;
};

}  // namespace isogs::cuda
