// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/devices/meshing_device.h"
#include "shared/core/error.h"

namespace isogs {

std::shared_ptr<MeshingDevice> OpenMeshingCuda(int index, const std::string& option) {
  throw UsageError(option + ": 'cuda:" + std::to_string(index) +
                   "': this program is built without CUDA; cpu is there");
}

}  // namespace isogs
