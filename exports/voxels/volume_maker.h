// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "exports/voxels/sample_list.h"
#include "exports/voxels/volume_grid.h"
#include "exports/voxels/voxel_batch.h"
#include "shared/config/prerender_config.h"

namespace isogs {

struct Volume {
  VolumeGrid grid;
  std::vector<float> values;  ///< z y x, or channel z y x
};

/// Times of making volumes, summed [s].
struct MakingTimes {
  double read = 0.0, surface = 0.0, field = 0.0;
};

/// Of all volumes with these options.
VolumeShape ShapeOf(const PrerenderConfig& options);

/// Makes volumes, one at a time.
class VolumeMaker {
 public:
  /// Throws UsageError where options do not go together.
  VolumeMaker(const PrerenderConfig& options, bool of_maps);

  /// `name`: of the sample, for messages.
  Volume Make(const Sample& sample, const std::string& name);
  const MakingTimes& times() const { return times_; }

 private:
  Volume OfMap(const Sample& sample, const std::string& name);
  Volume OfPoints(const Sample& sample, const std::string& name);

  const PrerenderConfig& options_;
  float fill_ = 0.0f;
  MakingTimes times_;
};

}  // namespace isogs
