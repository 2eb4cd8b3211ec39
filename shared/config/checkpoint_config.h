// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/config/field.h"

namespace isogs {

/// How often a run's state is saved, from which it goes on after it was stopped.
struct CheckpointConfig {
  int64_t every_frames = 50;  // 0: only at the end
  int keep = 3;               // newest that are kept

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("every_frames", every_frames, InRange<int64_t>(0, 1'000'000));
    visit("keep", keep, InRange(1, 1000));
  }
};

}  // namespace isogs
