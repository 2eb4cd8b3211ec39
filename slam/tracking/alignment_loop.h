// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/tracking/alignment_state.h"
#include "slam/tracking/frame_aligner.h"

namespace isogs {

/// The image pyramids of an alignment and its state, wherever they lie.
class AlignmentLevels {
 public:
  virtual ~AlignmentLevels() = default;

  virtual int LevelCount() const = 0;
  virtual void Start(const AlignmentState& state) = 0;
  /// An iteration at a level, 0 the finest, unless the level is done. Returns false if the level is known to
  /// be done.
  virtual bool Iterate(int level) = 0;
  /// Where the iterations have come to.
  virtual AlignmentState Finish() = 0;
};

/// Gauss-Newton over the levels, coarse to fine, from `camera_from_view`.
AlignmentResult AlignCoarseToFine(AlignmentLevels& levels, const Pose& camera_from_view,
                                  const AlignmentConfig& config);

}  // namespace isogs
