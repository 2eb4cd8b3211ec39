// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussians/mesh_options.h"
#include "shared/ipc/gaussian_record.h"

namespace isogs {

/// Gaussians that have changed: as they were and as they are, or one of these.
struct SnapshotDifference {
  std::vector<GaussianRecord> changed;
  int64_t count = 0;

  void Change(const GaussianRecord& before, const GaussianRecord& after) {
    changed.push_back(before);
    changed.push_back(after);
    ++count;
  }
  void ComeOrGo(const GaussianRecord& gaussian) {
    changed.push_back(gaussian);
    ++count;
  }
};

/// Makes `meshed` the same as `latest` but for what changed too little to be seen, unless `exact`. Both by
/// ascending id.
SnapshotDifference TakeOver(std::span<const GaussianRecord> latest, const MeshOptions& options, bool exact,
                            std::vector<GaussianRecord>* meshed);

}  // namespace isogs
