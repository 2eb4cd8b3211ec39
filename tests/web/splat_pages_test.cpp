// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/splat_pages.h"

#include <gmock/gmock.h>

#include <map>

#include "shared/core/random.h"
#include "tests/web/decoded.h"

namespace isogs::web {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

GaussianRecord MakeRecord(uint32_t id, Random* random) {
  std::array<float, 3> mean, color, scale;
  std::array<float, 4> rotation;
  for (float& x : mean) x = static_cast<float>(6.0 * random->NextUnit() - 3.0);
  for (float& x : color) x = static_cast<float>(random->NextUnit());
  for (float& x : scale) x = static_cast<float>(-6.0 + 3.0 * random->NextUnit());
  for (float& x : rotation) x = static_cast<float>(random->NextNormal());
  return PackGaussian({mean.data(), color.data(), rotation.data(), 2.0f, scale.data()}, id, {});
}

std::vector<GaussianRecord> MakeMap(uint32_t count) {
  Random random(5);
  std::vector<GaussianRecord> map;
  for (uint32_t id = 0; id < count; ++id) map.push_back(MakeRecord(id, &random));
  return map;
}

/// What a page in a browser has.
class Shown {
 public:
  void Take(const SplatNews& news) {
    if (news.restarts) pages_.clear();
    for (const PageNews& page : news.pages) {
      EXPECT_GT(page.changes, 0U);
      DecodedPage decoded = DecodePage(*page.page->Encode());
      EXPECT_EQ(decoded.id, page.page->id);
      EXPECT_LE(decoded.splats.size(), SplatPage::kMost);
      pages_[decoded.id] = std::move(decoded);
    }
  }
  size_t size() const {
    size_t sum = 0;
    for (const auto& [id, page] : pages_) sum += page.splats.size();
    return sum;
  }

 private:
  std::map<uint32_t, DecodedPage> pages_;
};

TEST(SplatPages, ShowAllWithinTheStepsOfTheirNumbers) {
  const auto map = MakeMap(3000);
  Pose world_from_map = Pose::Identity();
  world_from_map.rotate(Eigen::AngleAxisd(0.7, Eigen::Vector3d(1, 2, 3).normalized()));
  world_from_map.translation() = Eigen::Vector3d(1, -2, 3);
  SplatPages pages;
  const SplatNews news = pages.Update(map, world_from_map, false);
  ASSERT_THAT(news.pages, SizeIs(3));
  for (const PageNews& page : news.pages) {
    const DecodedPage decoded = DecodePage(*page.page->Encode());
    for (size_t i = 0; i < decoded.splats.size(); ++i) {
      const GaussianRecord& record = page.page->gaussians[i];
      const DecodedSplat& splat = decoded.splats[i];
      const Eigen::Vector3d mean(record.mean[0], record.mean[1], record.mean[2]);
      const Eigen::Vector3d world = world_from_map * mean;
      for (size_t k = 0; k < 3; ++k) {
        EXPECT_NEAR(splat.mean[k], world[static_cast<int>(k)], 1e-4);
        EXPECT_NEAR(splat.log_scale[k], LogScalesOf(record)[k], 0.01);
        EXPECT_EQ(splat.rgba[k], record.color[k]);
      }
      EXPECT_EQ(splat.rgba[3], record.opacity);
      const auto [w, x, y, z] = RotationOf(record);
      const Eigen::Quaternionf expected =
          Eigen::Quaternionf(world_from_map.linear().cast<float>()) * Eigen::Quaternionf(w, x, y, z);
      const Eigen::Quaternionf found(splat.rotation[3], splat.rotation[0], splat.rotation[1],
                                     splat.rotation[2]);
      EXPECT_LT(expected.angularDistance(found), 0.006f);
    }
  }
}

TEST(SplatPages, OnlyWhatCanBeSeenIsNewsAndDriftAddsUp) {
  auto map = MakeMap(5000);
  SplatPages pages;
  pages.Update(map, Pose::Identity(), false);
  EXPECT_THAT(pages.Update(map, Pose::Identity(), false).pages, IsEmpty());
  int news = 0;
  for (int i = 0; i < 40; ++i) {
    map[2000].color[0] = static_cast<uint8_t>(map[2000].color[0] + 1);
    news += static_cast<int>(pages.Update(map, Pose::Identity(), false).pages.size());
  }
  EXPECT_GE(news, 3);
  EXPECT_LE(news, 5);
  map[10].opacity = static_cast<uint8_t>(map[10].opacity - 1);
  EXPECT_THAT(pages.Update(map, Pose::Identity(), false).pages, IsEmpty());
  EXPECT_THAT(pages.Update(map, Pose::Identity(), true).pages, testing::Not(IsEmpty()));
}

TEST(SplatPages, ThoseThatGoMakeRoomForThoseThatCome) {
  Random random(11);
  std::vector<GaussianRecord> map = MakeMap(20'000);
  uint32_t next = 20'000;
  SplatPages pages;
  Shown shown;
  for (int round = 0; round < 30; ++round) {
    std::erase_if(map, [&](const GaussianRecord&) { return random.NextUnit() < 0.3; });
    while (map.size() < 20'000) map.push_back(MakeRecord(next++, &random));
    shown.Take(pages.Update(map, Pose::Identity(), false));
    ASSERT_EQ(shown.size(), map.size());
  }
  EXPECT_LE(pages.page_count(), 45U);  // at least half full
}

TEST(SplatPages, AnotherRunOrPlaceStartsAnew) {
  const auto map = MakeMap(3000);
  SplatPages pages;
  EXPECT_FALSE(pages.Update(map, Pose::Identity(), false).restarts);
  pages.Restart();
  SplatNews news = pages.Update(map, Pose::Identity(), false);
  EXPECT_TRUE(news.restarts);
  EXPECT_THAT(news.pages, SizeIs(3));
  Pose moved = Pose::Identity();
  moved.translation().x() = 1.0;
  EXPECT_TRUE(pages.Update(map, moved, false).restarts);
}

TEST(SplatPages, AnyOrderWillDo) {
  auto map = MakeMap(3000);
  SplatPages pages;
  pages.Update(map, Pose::Identity(), false);
  std::ranges::reverse(map);
  EXPECT_THAT(pages.Update(map, Pose::Identity(), false).pages, IsEmpty());
}

TEST(SplatPages, WithoutExtentAreRight) {
  auto map = MakeMap(1);
  SplatPages pages;
  const DecodedPage one = DecodePage(*pages.Update(map, Pose::Identity(), false).pages[0].page->Encode());
  EXPECT_NEAR(one.splats[0].mean[1], map[0].mean[1], 1e-6);
  map.clear();
  const SplatNews gone = pages.Update(map, Pose::Identity(), false);
  ASSERT_THAT(gone.pages, SizeIs(1));
  EXPECT_THAT(DecodePage(*gone.pages[0].page->Encode()).splats, IsEmpty());
}

}  // namespace
}  // namespace isogs::web
