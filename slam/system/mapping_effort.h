// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/mapping_config.h"

namespace isogs {

/// How much of mapping is done. Less than is configured where a live camera must be kept up with.
struct MappingEffort {
  int iterations = 0;    // of a mapping call, but the first; no more views than these are optimised
  int every_frames = 1;  // a frame is mapped

  bool operator==(const MappingEffort&) const = default;
};

inline MappingEffort FullEffort(const MappingConfig& config) {
  return {config.iterations, config.every_frames};
}

}  // namespace isogs
