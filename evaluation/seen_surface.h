// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "datasets/dataset.h"
#include "shared/types/triangle_mesh.h"

namespace isogs {

/// The part of a surface, in the data set's world, that some of the frames `indices` saw from their true
/// poses: triangles, none longer than 5 cm, whose centre projects to a pixel with valid depth and lies no
/// more than 3 cm behind it. Larger triangles are cut first. Throws UsageError if the data set has no true
/// poses, Error if nothing was seen. `progress` is told after each frame how many are done, of how many.
TriangleMesh SeenSurface(const TriangleMesh& surface, const Dataset& dataset,
                         const std::vector<int64_t>& indices, int read_ahead,
                         const std::function<void(int64_t done, int64_t total)>& progress);

}  // namespace isogs
