// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "shared/config/tracking_config.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/tracking/reference_aligner.h"

namespace isogs {

/// What others say of a keyframe's pose.
struct KeyframeVerdict {
  size_t keyframe = 0;
  int confirm = 0;     // how many say it was taken there
  int contradict = 0;  // or that it was not
  double off_m = 0.0;  // by how much, at most, of those that say where it was taken; 0: none does

  bool IsContradicted() const { return contradict > confirm; }
};

/// Asks keyframes whether others were taken from where their poses say (docs/method.md, "Taken back").
class KeyframeCheck {
 public:
  /// All but `config` must outlive it.
  KeyframeCheck(const TrackingConfig& config, ReferenceAligner& aligner, const KeyframeStore& keyframes)
      : config_(config), aligner_(aligner), keyframes_(keyframes) {}

  /// The keyframes from `first` on, ascending, that more of the ones before contradict than confirm. Only
  /// those that `usable` says are asked (those beyond its end, too).
  std::vector<KeyframeVerdict> FindContradicted(size_t first, const std::vector<bool>& usable);

 private:
  KeyframeVerdict Ask(size_t keyframe, const std::vector<const Keyframe*>& witnesses);
  /// Those of the keyframes before `first` that are near a keyframe by the poses, and those that look like
  /// it.
  std::vector<const Keyframe*> Witnesses(const Keyframe& keyframe, size_t place, size_t first,
                                         const std::vector<bool>& usable) const;

  TrackingConfig config_;
  ReferenceAligner& aligner_;
  const KeyframeStore& keyframes_;
};

}  // namespace isogs
