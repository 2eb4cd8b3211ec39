// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "meshing/blocks/block_meshing.h"

namespace isogs {

/// The CUDA device of this index, which is the calling thread's.
std::shared_ptr<MeshingDevice> MakeMeshingCuda(int index);

}  // namespace isogs
