// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "meshing/block_grid.h"
#include "meshing/block_mesher.h"
#include "meshing/mesh_options.h"
#include "meshing/prepared_gaussians.h"

namespace isogs {

/// From records to the meshes of blocks; which blocks is up to the caller. `Record` says which surface:
/// DensityGaussian or OrientedGaussian.
template <typename Record>
class BlockMeshing {
 public:
  virtual ~BlockMeshing() = default;

  /// What the lists of the next layers refer to. They stay as they are until the next call.
  virtual void SetRecords(std::span<const Record> records) = 0;
  /// The meshes of the blocks at these positions of the layer; those without a surface are left out.
  virtual std::vector<BlockMesh> MeshBlocks(const BlockLayer& layer, std::span<const uint32_t> blocks) = 0;
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

/// The device of this name: "cuda" or "cuda:N", the N-th; null for "cpu". Throws UsageError, after `option`,
/// for other names, and where it cannot be used.
std::shared_ptr<MeshingDevice> OpenMeshingDevice(const std::string& name, const std::string& option);

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
