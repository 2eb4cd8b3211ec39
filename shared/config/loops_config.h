// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/config/field.h"

namespace isogs {

/// Places seen again, and what is done about the drift that they show (docs/method.md, "Loops").
struct LoopsConfig {
  bool enabled = true;
  int min_hops = 20;                  // keyframes so many alignments away count as not recent
  double min_overlap = 0.4;           // share of such a keyframe's surface that the frame sees, to be tried
  int candidates = 2;                 // keyframes tried for each new one, at most
  double max_disagreement_m = 0.005;  // between the alignments there and back; beyond: no loop
  double max_disagreement_deg = 0.3;
  double max_drift = 0.05;          // correction of a loop over the way around it; beyond: no loop
  double max_stretch_m = 0.02;      // of an alignment between two keyframes by a correction; beyond: no loop
  double min_correction_m = 0.003;  // less than this of the farthest moved keyframe: noted, not corrected

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("enabled", enabled);
    visit("min_hops", min_hops, InRange(2, 1'000'000));
    visit("min_overlap", min_overlap, InRange(0.0, 1.0));
    visit("candidates", candidates, InRange(1, 100));
    visit("max_disagreement_m", max_disagreement_m, InRange(1e-6, 10.0));
    visit("max_disagreement_deg", max_disagreement_deg, InRange(1e-6, 180.0));
    visit("max_drift", max_drift, InRange(0.0, 10.0));
    visit("max_stretch_m", max_stretch_m, InRange(1e-6, 10.0));
    visit("min_correction_m", min_correction_m, InRange(0.0, 10.0));
  }
};

}  // namespace isogs
