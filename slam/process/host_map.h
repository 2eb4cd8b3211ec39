// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "shared/ipc/gaussian_snapshot.h"
#include "shared/types/gaussian_cloud.h"
#include "slam/mapping/gaussian_map.h"

namespace isogs {

/// The map where the host can read it: in the map's own memory, or, if that is a device's, in a copy.
class HostMap {
 public:
  /// Sets the source's arrays, valid until the map changes or the next call.
  void Show(const GaussianMap& map, SnapshotSource* source);

 private:
  GaussianCloud copy_;
  std::vector<int32_t> ids_;
};

}  // namespace isogs
