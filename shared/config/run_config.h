// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

/// How `isogs run` looks after its processes.
struct RunConfig {
  int max_restarts = 10;  // of a SLAM process that a signal killed

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("max_restarts", max_restarts, InRange(0, 1'000'000));
  }
};

}  // namespace isogs
