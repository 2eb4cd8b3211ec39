// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/combinations.h"

#include <gtest/gtest.h>

#include <set>

#include "datasets/synthetic/collection/describe_objects.h"
#include "datasets/synthetic/collection/split_rules.h"

namespace isogs::synthetic {
namespace {

using Seen = std::set<std::pair<ObjectKind, MaterialClass>>;

/// What rooms of a split are furnished with.
Seen CombinationsIn(Split split, uint64_t rooms) {
  Seen seen;
  for (uint64_t seed = 0; seed < rooms; ++seed) {
    const Scene scene = BuildRoom(seed, std::nullopt, RulesOf(split));
    for (const SceneObject& object : scene.objects)
      if (!IsShell(object.kind)) seen.insert({object.kind, MaterialClassOf(scene, object)});
  }
  return seen;
}

TEST(Combinations, ThoseHeldOutAreInNoRoomToLearnFrom) {
  constexpr uint64_t kRooms = 60;
  const Seen train = CombinationsIn(Split::kTrain, kRooms), hard = CombinationsIn(Split::kTestHard, kRooms);
  const Seen held_out = CombinationsIn(Split::kTestComp, kRooms);
  for (const Combination& combination : HeldOutCombinations()) {
    const auto& [kind, material] = combination;
    EXPECT_FALSE(train.contains({kind, material})) << NameOf(kind) << " of " << NameOf(material);
    EXPECT_FALSE(hard.contains({kind, material})) << NameOf(kind) << " of " << NameOf(material);
    EXPECT_TRUE(held_out.contains({kind, material})) << NameOf(kind) << " of " << NameOf(material);
    EXPECT_TRUE(IsHeldOut(NameOf(kind), NameOf(material)));
    // Kind and material are both known from training, only not together.
    EXPECT_TRUE(std::ranges::any_of(train, [&](const auto& seen) { return seen.first == combination.kind; }));
    EXPECT_TRUE(
        std::ranges::any_of(train, [&](const auto& seen) { return seen.second == combination.material; }));
  }
  for (const auto& combination : held_out) {
    EXPECT_TRUE(train.contains(combination) || IsHeldOut(combination.first, combination.second))
        << NameOf(combination.first) << " of " << NameOf(combination.second) << ": new, but not held out";
  }
}

TEST(Combinations, EveryRoomThatTestsForThemHasSeveral) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    const Scene scene = BuildRoom(seed, std::nullopt, RulesOf(Split::kTestComp));
    const auto held_out = std::ranges::count_if(scene.objects, [&](const SceneObject& object) {
      return !IsShell(object.kind) && IsHeldOut(object.kind, MaterialClassOf(scene, object));
    });
    EXPECT_GE(held_out, 3) << "seed " << seed;
  }
}

TEST(Combinations, HardRoomsHoldMore) {
  const auto things = [](Split split) {
    size_t count = 0;
    for (uint64_t seed = 0; seed < 20; ++seed) {
      const Scene scene = BuildRoom(seed, std::nullopt, RulesOf(split));
      count += static_cast<size_t>(std::ranges::count_if(scene.objects, [](const SceneObject& object) {
        return IsMovable(object.kind) && object.kind != ObjectKind::kBook;
      }));
    }
    return count;
  };
  EXPECT_GT(static_cast<double>(things(Split::kTestHard)), 1.3 * static_cast<double>(things(Split::kTrain)));
}

}  // namespace
}  // namespace isogs::synthetic
