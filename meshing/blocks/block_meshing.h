// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "meshing/blocks/block_mesher.h"
#include "meshing/gaussians/mesh_options.h"
#include "meshing/gaussians/prepared_gaussians.h"
#include "meshing/gaussians/slab_records.h"

namespace isogs {

/// Takes what a BlockMeshing finds, layer by layer.
class LayerReceiver {
 public:
  virtual ~LayerReceiver() = default;

  /// Before the next layer is meshed: how many blocks its Gaussians reach. May throw to end it all.
  virtual void TakeBlockCount(int64_t blocks) = 0;
  /// The meshes of the layer `x`, ascending; blocks without a surface are left out.
  virtual void TakeMeshes(int32_t x, std::vector<BlockMesh> meshes) = 0;
};

/// From records to the meshes of blocks. `Record` says which surface: DensityGaussian or OrientedGaussian.
template <typename Record>
class BlockMeshing {
 public:
  virtual ~BlockMeshing() = default;

  /// What the runs of the next calls refer to. They stay as they are until the next call of this.
  virtual void SetRecords(std::span<const Record> records) = 0;
  /// Meshes the layers from `first_x` on, by what reaches each. `wanted`: the keys (KeyOf) of the blocks to
  /// mesh, ascending; null: all.
  virtual void MeshLayers(std::span<const LayerRuns> layers, int32_t first_x,
                          const std::vector<uint64_t>* wanted, LayerReceiver* receiver) = 0;
};

/// A device other than the processors on which blocks are meshed, by the thread that opened it.
class MeshingDevice {
 public:
  virtual ~MeshingDevice() = default;

  /// E.g. "cuda:0, NVIDIA H200".
  virtual std::string Name() const = 0;
  virtual std::unique_ptr<BlockMeshing<DensityGaussian>> MakeDensity(const MeshOptions& options) = 0;
  virtual std::unique_ptr<BlockMeshing<OrientedGaussian>> MakeOriented(const MeshOptions& options) = 0;
};

/// On the processors, in parallel.
template <typename Record>
std::unique_ptr<BlockMeshing<Record>> MakeBlockMeshingCpu(const MeshOptions& options);

/// On the device of the options.
template <typename Record>
std::unique_ptr<BlockMeshing<Record>> MakeBlockMeshing(const MeshOptions& options) {
  if (!options.device) return MakeBlockMeshingCpu<Record>(options);
  if constexpr (std::is_same_v<Record, DensityGaussian>) {
    return options.device->MakeDensity(options);
  } else {
    return options.device->MakeOriented(options);
  }
}

}  // namespace isogs
