// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "shared/types/exposure.h"

namespace isogs {

/// How mapping uses a keyframe's images.
struct KeyframeUse {
  Exposure exposure;
  std::vector<uint8_t> hidden;  // [cells] of HiddenCells, 1: what moves is in the way; empty: nothing is

  bool operator==(const KeyframeUse&) const = default;
};

}  // namespace isogs
