// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "run/keyframe_edge.h"

namespace isogs {

/// For each of `keyframes` keyframes, over how many edges it is reached from keyframe `start`; `keyframes`
/// where it is not. Alignments add up errors, so that this says how far two poses may have drifted apart.
std::vector<int> HopsFrom(size_t start, size_t keyframes, std::span<const KeyframeEdge> edges);

}  // namespace isogs
