// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/places/place_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

constexpr int kPlaces = 24;

/// A view of the room, `step` of kPlaces of a turn around, and moved by `side_m`.
Frame RoomAt(double step, double side_m = 0.0) {
  const Twist turn = (Twist() << 0, 0, 0, 0, 2.0 * 3.14159265 * step / kPlaces, 0).finished();
  const Pose room_from_camera = Pose(Eigen::Translation3d(side_m, 0.2, 0.0)) * ExpSe3(turn);
  return test::RoomFrame(test::MakeCamera(160, 120), room_from_camera);
}

PlaceCode CodeOf(const Frame& frame) { return MakePlaceCode(MakeThumbnail(frame.color, frame.depth_m)); }

PlaceIndex RoomIndex() {
  PlaceIndex index;
  for (int i = 0; i < kPlaces; ++i) index.Add(CodeOf(RoomAt(i)));
  return index;
}

TEST(PlaceIndex, FindsTheKeyframeThatLooksTheSame) {
  const PlaceIndex index = RoomIndex();
  for (size_t i = 0; i < kPlaces; ++i) {
    const std::vector<PlaceMatch> found = index.Query(index.at(i), 3);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].place, i);
    EXPECT_EQ(found[0].dissimilarity, 0.0);
    EXPECT_LE(found[1].dissimilarity, found[2].dissimilarity);
  }
}

TEST(PlaceIndex, FindsTheNearestFromBesideIt) {
  const PlaceIndex index = RoomIndex();
  for (size_t i = 0; i < kPlaces; ++i) {
    const auto found = index.Query(CodeOf(RoomAt(static_cast<double>(i) + 0.1, 0.05)), 1);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].place, i);
  }
}

TEST(PlaceIndex, LeavesOutWhatIsNotAllowed) {
  const PlaceIndex index = RoomIndex();
  const auto found = index.Query(index.at(5), kPlaces, [](size_t place) { return place > 7; });
  EXPECT_FALSE(found.empty());
  EXPECT_TRUE(std::ranges::all_of(found, [](const PlaceMatch& match) { return match.place > 7; }));
}

TEST(PlaceIndex, WithoutDepthNothingIsAlike) {
  const PlaceIndex index = RoomIndex();
  Frame blind = RoomAt(0);
  std::ranges::fill(blind.depth_m.values(), 0.0f);
  EXPECT_EQ(CodeOf(blind).known, 0);
  EXPECT_TRUE(index.Query(CodeOf(blind), 5).empty());
  EXPECT_TRUE(PlaceIndex().Query(CodeOf(RoomAt(0)), 5).empty());
}

TEST(PlaceCode, OneWithHolesIsComparedWhereItKnows) {
  const Frame whole = RoomAt(0);
  Frame holed = whole;
  for (int y = 0; y < holed.camera.height / 2; ++y) {
    for (int x = 0; x < holed.camera.width; ++x) holed.depth_m.at(y, x) = 0.0f;
  }
  EXPECT_LT(CodeOf(holed).known, CodeOf(whole).known);
  EXPECT_EQ(Dissimilarity(CodeOf(holed), CodeOf(whole)), 0.0);
}

TEST(Thumbnail, AveragesBlocksAndMeasuredDepthOnly) {
  Image<float> color(3, 60, 80, 0.25f), depth(1, 60, 80, 2.0f);
  color.at(1, 0, 1) = 0.65f;  // of a block of four
  depth.at(0, 0) = 0.0f;
  for (const auto& [y, x] : {std::pair(2, 2), std::pair(2, 3), std::pair(3, 2)}) depth.at(y, x) = 0.0f;
  const Thumbnail small = MakeThumbnail(color, depth);
  EXPECT_FLOAT_EQ(small.color.at(1, 0, 0), 0.35f);
  EXPECT_FLOAT_EQ(small.color.at(0, 0, 0), 0.25f);
  EXPECT_FLOAT_EQ(small.depth_m.at(0, 0), 2.0f);
  EXPECT_EQ(small.depth_m.at(1, 1), 0.0f);  // one of four was measured
}

TEST(Thumbnail, ImagesOfAnySizeHaveOne) {
  for (const auto& [width, height] : {std::pair(1, 1), std::pair(7, 50), std::pair(333, 41)}) {
    const Thumbnail small =
        MakeThumbnail(Image<float>(3, height, width, 0.5f), Image<float>(1, height, width, 1.5f));
    EXPECT_TRUE(std::ranges::all_of(small.color.values(),
                                    [](float value) { return std::abs(value - 0.5f) < 1e-6f; }));
    EXPECT_TRUE(std::ranges::all_of(small.depth_m.values(),
                                    [](float value) { return std::abs(value - 1.5f) < 1e-5f; }));
  }
}

}  // namespace
}  // namespace isogs
