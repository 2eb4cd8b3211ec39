// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "run/keyframe_edge.h"

namespace isogs {

/// Takes keyframes (ascending, not the first one) out of the graph, and numbers the others anew. What
/// tracking aligned to one of them hangs on what that was aligned to; loops that end at one are forgotten.
/// Returns the new number of keyframe `here`, or of the one that it hung on.
int64_t RemoveKeyframes(std::span<const size_t> keyframes, int64_t here, std::vector<KeyframeEdge>* edges);

}  // namespace isogs
