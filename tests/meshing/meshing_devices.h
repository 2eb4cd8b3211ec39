// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "meshing/blocks/block_meshing.h"
#include "meshing/gaussians/mesh_options.h"

namespace isogs::test {

/// A surface, and a device to mesh it on.
struct MeshingCase {
  Surface surface;
  std::string device_name;  ///< "cpu"; "cuda_emulated", or in a build for CUDA "cuda" if there is a device
  std::shared_ptr<MeshingDevice> device;

  MeshOptions Options() const;
  std::string Name() const;
};
void PrintTo(const MeshingCase& meshing, std::ostream* out);

/// Both surfaces on every device but the emulator, which takes minutes for what DeviceMeshing shows in
/// seconds: that it has the processors' meshes.
std::vector<MeshingCase> MeshingCases();
/// Both on those that are not the processors, the emulator among them.
std::vector<MeshingCase> DeviceMeshingCases();

}  // namespace isogs::test
