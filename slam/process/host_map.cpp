// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/host_map.h"

namespace isogs {

void HostMap::Show(const GaussianMap& map, SnapshotSource* source) {
  source->count = map.size();
  if (map.memory() == MemoryKind::kHost) {
    const GaussianView view = map.View();
    source->means = view.means;
    source->colors = view.colors;
    source->rotations = view.rotations;
    source->logit_opacities = view.logit_opacities;
    source->log_scales = view.log_scales;
    source->timesteps = map.timesteps();
    source->ids = map.ids();
    return;
  }
  map.CopyTo(&copy_, &ids_);
  source->means = copy_.means.data();
  source->colors = copy_.colors.data();
  source->rotations = copy_.rotations.data();
  source->logit_opacities = copy_.logit_opacities.data();
  source->log_scales = copy_.log_scales.data();
  source->timesteps = copy_.timesteps.data();
  source->ids = ids_.data();
}

}  // namespace isogs
