// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "shared/config/meshing_config.h"

namespace isogs {

/// Axis-aligned box, in the frame of the Gaussians that are meshed.
struct MeshCrop {
  std::array<double, 3> low_m = {};
  std::array<double, 3> high_m = {};
};

class MeshingDevice;

struct MeshOptions {
  double voxel_size_m = 0.01;
  Surface surface = Surface::kOriented;
  int block_size = 16;                    ///< voxels a side: 8, 16 or 32; changes no vertex and no triangle
  int64_t max_blocks = 4'000'000;         ///< more are an error
  int64_t min_component = 200;            ///< connected parts of fewer triangles are left out; 0: none is
  std::optional<MeshCrop> crop;           ///< only voxels that lie inside whole
  double iso_level = 0.3;                 ///< density: value on the surface
  std::optional<double> min_scale_m;      ///< density: scales below are raised to it; not given: half a voxel
  std::optional<double> kernel_m;         ///< oriented: sigma; not given: what the next two say
  double kernel_voxels = 1.5;             ///< oriented: sigma is at least so many voxels
  double kernel_spacings = 0.8;           ///< oriented: and so many times the distance of points around
  double min_weight = 0.35;               ///< oriented: the surface ends where points cover less of it
  int64_t max_memory_bytes = 2LL << 30;   ///< beside the Gaussians
  int64_t batch_blocks = 0;               ///< blocks at a time, at most; 0: as max_memory_bytes allows
  std::shared_ptr<MeshingDevice> device;  ///< that blocks are meshed on (block_meshing.h); null: processors

  double MinScale() const { return min_scale_m.value_or(0.5 * voxel_size_m); }
};

/// Throws UsageError naming the option that is out of range.
void Check(const MeshOptions& options);

}  // namespace isogs
