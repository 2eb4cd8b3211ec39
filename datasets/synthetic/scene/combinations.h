// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "datasets/synthetic/scene/material.h"
#include "datasets/synthetic/scene/scene.h"
#include "shared/core/random.h"

namespace isogs::synthetic {

/// Which material a kind of thing is built of. By the rules of data sets, kinds vary more than is usual, but
/// some of their combinations are held out: scenes of kSeen have none of them.
enum class Combinations {
  kUsual,  ///< without a rule
  kSeen,
  kHeldOut  ///< about every second thing, of each kind the first, is of a combination that is held out
};

/// A kind of thing built of a class of material.
struct Combination {
  ObjectKind kind;
  MaterialClass material;
};

/// Each kind and each class of them is seen in other combinations.
std::span<const Combination> HeldOutCombinations();
bool IsHeldOut(ObjectKind kind, MaterialClass material);
/// By their names.
bool IsHeldOut(std::string_view kind, std::string_view material);

/// Draws materials by a rule.
class CombinationRule {
 public:
  explicit CombinationRule(Combinations combinations) : combinations_(combinations) {}

  /// Whether the rule says what things of this kind are built of.
  bool Covers(ObjectKind kind) const;
  /// For a kind that is covered.
  MaterialClass Draw(ObjectKind kind, Random& random);

 private:
  Combinations combinations_;
  std::array<bool, kObjectKinds> drawn_ = {};
};

}  // namespace isogs::synthetic
