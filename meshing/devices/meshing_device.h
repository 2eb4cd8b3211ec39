// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "meshing/blocks/block_meshing.h"

namespace isogs {

/// The device of this name: "cuda" or "cuda:N", the N-th; null for "cpu". Throws UsageError, after `option`,
/// for other names, and where it cannot be used.
std::shared_ptr<MeshingDevice> OpenMeshingDevice(const std::string& name, const std::string& option);

/// The CUDA device of this index. Two sources implement this: one in builds with ISOGS_CUDA, one in all
/// others.
std::shared_ptr<MeshingDevice> OpenMeshingCuda(int index, const std::string& option);

}  // namespace isogs
