// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "slam/tracking/frame_aligner.h"
#include "slam/tracking/frame_aligner_math.h"

namespace isogs {

/// What an iteration has to know of a level's view.
struct LevelSummary {
  double fx = 0.0;
  double mean_inverse_depth = 0.0;  // [1/m]
  int64_t usable = 0;               // pixels that have a part in the alignment
};

/// The image pyramids of an alignment, wherever they lie.
class AlignmentLevels {
 public:
  virtual ~AlignmentLevels() = default;

  virtual size_t LevelCount() const = 0;
  /// Level 0 is the finest.
  virtual LevelSummary Summary(size_t level) = 0;
  /// Adds up residuals and Jacobians of a level's pixels at the step's pose.
  virtual AlignmentSums Linearize(size_t level, const AlignmentStep& step) = 0;
};

/// Gauss-Newton over the levels, coarse to fine, from `camera_from_view`.
AlignmentResult AlignCoarseToFine(AlignmentLevels& levels, const Pose& camera_from_view,
                                  const AlignmentConfig& config);

}  // namespace isogs
