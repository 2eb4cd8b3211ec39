// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/choose_views.h"

#include <gtest/gtest.h>

#include "datasets/synthetic/camera/obstacles.h"
#include "datasets/synthetic/camera/way.h"
#include "datasets/synthetic/collection/split_rules.h"
#include "datasets/synthetic/scene/build_scene.h"
#include "tests/datasets/synthetic/test_rooms.h"

namespace isogs::synthetic {
namespace {

struct Looked {
  Glance single;
  std::array<Glance, kMultiViews> multi;
};

/// Views are chosen by rays alone: nearly without light.
Looked LookAround(uint64_t seed, Split split) {
  const Renderer rooms(BuildRoom(seed, std::nullopt, RulesOf(split)), {1.0, 8});
  const ObjectPixels pixels(rooms.scene(), rooms.mesh());
  ViewWishes wishes = WishesOf(split, TestCamera(96, 64));
  const Glancer glancer(rooms, pixels, wishes);
  Random random(seed);
  const ChosenViews views = ChooseViews(rooms.scene(), glancer, random);
  wishes.occluded = true;  // to measure it in all
  const Glancer judge(rooms, pixels, wishes);
  Looked looked = {judge.Look(views.single), {}};
  for (size_t i = 0; i < kMultiViews; ++i) looked.multi[i] = judge.Look(views.multi[i]);
  const Obstacles obstacles(rooms.scene());
  for (const Pose& pose : {views.single, views.multi[0], views.multi[1], views.multi[2], views.multi[3]}) {
    EXPECT_GE(obstacles.Clearance(pose.translation(), 1.0), kClearance_m) << "seed " << seed;
    EXPECT_GE(pose.translation().z(), 0.9);
    EXPECT_LE(pose.translation().z(), 1.7);
  }
  return looked;
}

/// Things that all four views show.
int64_t CommonThings(const std::array<Glance, kMultiViews>& views) {
  return std::ranges::count_if(views[0].seen, [&](const SeenObject& seen) {
    return std::ranges::all_of(views, [&](const Glance& view) { return view.Shows(seen.object); });
  });
}

double NearestTwo(const std::array<Glance, kMultiViews>& views) {
  double nearest_m = 1e9;
  for (size_t i = 0; i < kMultiViews; ++i)
    for (size_t j = 0; j < i; ++j)
      nearest_m = std::min(
          nearest_m,
          (views[i].world_from_camera.translation() - views[j].world_from_camera.translation()).norm());
  return nearest_m;
}

TEST(ChooseViews, ShowSeveralThingsFromSeveralSides) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const Looked looked = LookAround(seed, Split::kTrain);
    EXPECT_GE(looked.single.movable, 3) << "seed " << seed;
    EXPECT_EQ(looked.single.held_out, 0) << "seed " << seed;
    EXPECT_LT(looked.single.near_share, 0.3) << "seed " << seed;
    EXPECT_GE(CommonThings(looked.multi), 1) << "seed " << seed;
    EXPECT_GT(NearestTwo(looked.multi), 0.5) << "seed " << seed;
  }
}

TEST(ChooseViews, ShowWhatIsHeldOutWhereThatIsTested) {
  for (uint64_t seed = 100; seed < 106; ++seed) {
    const Looked looked = LookAround(seed, Split::kTestComp);
    EXPECT_GE(looked.single.movable, 3) << "seed " << seed;
    EXPECT_GE(looked.single.held_out, 2) << "seed " << seed;
  }
}

TEST(ChooseViews, ThingsHideEachOtherMoreInHardScenes) {
  constexpr uint64_t kRooms = 5;
  double easy = 0.0, hard = 0.0;
  for (uint64_t seed = 200; seed < 200 + kRooms; ++seed) {
    easy += LookAround(seed, Split::kTestIid).single.occlusion / kRooms;
    const Looked looked = LookAround(seed, Split::kTestHard);
    EXPECT_GE(looked.single.movable, 5) << "seed " << seed;
    hard += looked.single.occlusion / kRooms;
  }
  EXPECT_GT(hard, 1.5 * easy);
}

}  // namespace
}  // namespace isogs::synthetic
