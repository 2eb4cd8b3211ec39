// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

/// What SLAM tells other processes while it runs.
struct PublishConfig {
  bool enabled = true;
  int interval_ms = 500;  // between snapshots of the map, at least

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("enabled", enabled);
    visit("interval_ms", interval_ms, InRange(0, 3'600'000));
  }
};

}  // namespace isogs
