// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/block_meshing_cuda.h"
#include "meshing/devices/meshing_device.h"
#include "shared/core/error.h"
#include "shared/cuda/memory_ledger.h"
#include "shared/cuda/runtime.h"

namespace isogs {

std::shared_ptr<MeshingDevice> OpenMeshingCuda(int index, const std::string& option) {
  std::string why;
  if (!cuda::UseDevice(index, &why)) {
    throw UsageError(option + ": 'cuda:" + std::to_string(index) + "' cannot be used here: " + why);
  }
  cuda::Ledger().SetAdvice("use a larger voxel size, smaller batches of blocks, or the processors");
  return MakeMeshingCuda(index);
}

}  // namespace isogs
