// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/constraints.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/datasets/synthetic/collection/hand_made_scene.h"

namespace isogs::synthetic {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Constraints Expected() {
  const SceneMetadata scene = HandMadeScene();
  return ConstraintsOf(scene.objects, scene.cameras);
}

TEST(Constraints, DistancesOfATriangleOfThreeFourFive) {
  const Constraints constraints = Expected();
  ASSERT_EQ(constraints.distance_ratios.size(), 3u) << "three things are seen, three pairs of distances";
  EXPECT_EQ(constraints.distance_ratios[0].first, (ObjectPair{0, 1}));
  EXPECT_EQ(constraints.distance_ratios[0].second, (ObjectPair{0, 2}));
  EXPECT_DOUBLE_EQ(constraints.distance_ratios[0].ratio, 3.0 / 4.0);
  EXPECT_DOUBLE_EQ(constraints.distance_ratios[1].ratio, 3.0 / 5.0);
  EXPECT_DOUBLE_EQ(constraints.distance_ratios[2].ratio, 4.0 / 5.0);
  ASSERT_EQ(constraints.triangle_ratios.size(), 1u);
  EXPECT_EQ(constraints.triangle_ratios[0].objects, (std::array<int, 3>{0, 1, 2}));
  EXPECT_DOUBLE_EQ(constraints.triangle_ratios[0].sides[0], 3.0 / 12.0);  // 01
  EXPECT_DOUBLE_EQ(constraints.triangle_ratios[0].sides[1], 5.0 / 12.0);  // 12
  EXPECT_DOUBLE_EQ(constraints.triangle_ratios[0].sides[2], 4.0 / 12.0);  // 20
}

TEST(Constraints, OrderInTheView) {
  const ViewConstraints view = Expected().views.at(0);
  EXPECT_THAT(view.left_to_right, ElementsAre(0, 1, 2)) << "y points to the left";
  EXPECT_THAT(view.near_to_far, ElementsAre(0, 2, 1)) << "0 and 2 are as near: by id";
}

TEST(Constraints, WhatIsBehindTheCameraIsNeitherLeftNorRight) {
  SceneMetadata scene = HandMadeScene();
  scene.cameras[0].world_from_camera.translation().x() = 3.0;
  const Constraints constraints = ConstraintsOf(scene.objects, scene.cameras);
  EXPECT_THAT(constraints.views[0].left_to_right, ElementsAre(1));
  EXPECT_THAT(constraints.views[0].near_to_far, ElementsAre(0, 2, 1));
}

TEST(Constraints, OccludedSharesAreOfThePixelsThatAThingHasAlone) {
  const ViewConstraints view = Expected().views.at(0);
  ASSERT_EQ(view.occlusion.size(), 3u);
  EXPECT_DOUBLE_EQ(view.occlusion[0].share, 0.2);
  EXPECT_DOUBLE_EQ(view.occlusion[1].share, 0.75);
  EXPECT_DOUBLE_EQ(view.occlusion[2].share, 0.0);
}

TEST(Constraints, GraphOfWhatStandsOnInAndBesideWhat) {
  SceneMetadata scene = HandMadeScene();
  scene.objects.push_back(CubeAt(4, {2.0, 1.0 - 0.5 - 0.99 * kAdjacent_m, 0.0}, 0.5));
  scene.objects.push_back(CubeAt(5, {5.0, 1.0 + 0.5 + 1.01 * kAdjacent_m, 0.0}, 0.5));
  scene.objects.push_back(CubeAt(6, {5.0, 1.0, 0.0}, 0.1));
  scene.objects.back().supported_by = scene.objects.back().contained_in = 1;
  const Constraints constraints = ConstraintsOf(scene.objects, scene.cameras);
  EXPECT_EQ(constraints.support.size(), 7u);
  EXPECT_EQ(constraints.support[0], (ObjectPair{0, -1}));
  EXPECT_EQ(constraints.support[3], (ObjectPair{3, 0}));
  EXPECT_THAT(constraints.containment, ElementsAre(ObjectPair{6, 1}));
  EXPECT_THAT(constraints.adjacency, ElementsAre(ObjectPair{0, 4}))
      << "neither what it stands on or in, nor what is farther away";
}

TEST(Constraints, RatiosAreOfTheThingsThatAreSeenMost) {
  std::vector<ObjectRecord> objects;
  CameraRecord camera = HandMadeScene().cameras[0];
  camera.seen.clear();
  for (int i = 0; i < 40; ++i) {
    objects.push_back(CubeAt(i, {3.0 + i, 0.1 * i * i, 0.0}, 0.1));
    camera.seen.push_back({i, 1000 - 10 * i, 2000});
  }
  camera.seen[39].visible_px = 5000;
  const Constraints constraints = ConstraintsOf(objects, {camera});
  EXPECT_EQ(constraints.distance_ratios.size(), 105u);
  EXPECT_EQ(constraints.triangle_ratios.size(), 20u);
  EXPECT_EQ(constraints.triangle_ratios.back().objects, (std::array<int, 3>{3, 4, 39}));
}

TEST(Constraints, TheFirstDifferenceIsNamed) {
  EXPECT_EQ(FirstDifference(Expected(), Expected()), "");
  Constraints other = Expected();
  other.distance_ratios[1].ratio *= 1.0 + 1e-6;
  EXPECT_THAT(FirstDifference(other, Expected()),
              HasSubstr("distance_ratios[1]: found [0, 1]/[1, 2] = 0.6000006, expected [0, 1]/[1, 2] = 0.6"));
  other = Expected();
  std::swap(other.views[0].left_to_right[0], other.views[0].left_to_right[1]);
  EXPECT_EQ(FirstDifference(other, Expected()), "views[0].left_to_right[0]: found 1, expected 0");
  other = Expected();
  other.adjacency.push_back({0, 1});
  EXPECT_EQ(FirstDifference(other, Expected()), "adjacency: found 1 entries, expected 0");
  other = Expected();
  other.views.clear();
  EXPECT_EQ(FirstDifference(other, Expected()), "views: found 0 entries, expected 1");
}

}  // namespace
}  // namespace isogs::synthetic
