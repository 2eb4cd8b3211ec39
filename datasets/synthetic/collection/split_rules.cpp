// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/split_rules.h"

namespace isogs::synthetic {

RoomRules RulesOf(Split split) {
  return {split == Split::kTestComp ? Combinations::kHeldOut : Combinations::kSeen,
          split == Split::kTestHard};
}

ViewWishes WishesOf(Split split, const Camera& camera) {
  ViewWishes wishes;
  wishes.camera = camera;
  wishes.held_out = split == Split::kTestComp;
  wishes.occluded = split == Split::kTestHard;
  if (wishes.occluded) {  // as seen by somebody who sits
    wishes.lowest_m = 1.0;
    wishes.highest_m = 1.2;
  }
  return wishes;
}

}  // namespace isogs::synthetic
