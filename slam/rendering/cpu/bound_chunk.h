// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/rendering/chunk_bounds.h"

namespace isogs::cpu {

/// Bounds of the map's chunk, with the best instruction set that the processor has.
ChunkBounds BoundChunk(const GaussianView& map, int64_t chunk);

}  // namespace isogs::cpu
