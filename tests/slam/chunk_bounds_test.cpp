// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/chunk_bounds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <numeric>
#include <vector>

#include "shared/core/random.h"
#include "slam/losses/iso_loss_cpu.h"
#include "slam/mapping/map_memory_cpu.h"
#include "tests/slam/rasterizer_harness.h"

namespace isogs::test {
namespace {

constexpr int kWidth = 64, kHeight = 48;

/// Camera number `i` of twelve that look around from where the scenes' camera stands.
Pose LookAround(const Scene& scene, int i) {
  const double angle = i * std::numbers::pi / 6.0;
  return ExpSe3((Twist() << 0, 0, 0, 0.2 * (i % 3), angle, 0).finished()) * scene.camera_from_map;
}

void Append(const GaussianCloud& from, const float* offset, GaussianCloud* to) {
  const auto join = [](const auto& source, auto* target) {
    target->insert(target->end(), source.begin(), source.end());
  };
  const size_t begin = to->means.size();
  join(from.means, &to->means);
  join(from.colors, &to->colors);
  join(from.rotations, &to->rotations);
  join(from.logit_opacities, &to->logit_opacities);
  join(from.log_scales, &to->log_scales);
  join(from.timesteps, &to->timesteps);
  for (size_t i = begin; i < to->means.size(); ++i) to->means[i] += offset[(i - begin) % 3];
}

/// Groups of Gaussians around the camera, more than a chunk each.
Scene ManyRooms() {
  Scene all = RandomScene(0, kWidth, kHeight, 1);
  for (int room = 0; room < 6; ++room) {
    const Scene scene = RandomScene(1500, kWidth, kHeight, static_cast<uint64_t>(room) + 2);
    const double angle = room * std::numbers::pi / 3.0;
    const float offset[3] = {6.0f * static_cast<float>(std::sin(angle)), 0.0f,
                             6.0f * static_cast<float>(std::cos(angle)) - 6.0f};
    Append(scene.cloud, offset, &all.cloud);
  }
  constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
  all.cloud.means[301] = kNaN;
  all.cloud.log_scales[6000] = kNaN;
  std::fill_n(all.cloud.log_scales.begin() + 15000, 3, 3.0f);  // reaches everywhere
  return all;
}

std::vector<ChunkBounds> BoundsOf(RasterizerHarness& harness) {
  std::vector<ChunkBounds> bounds(static_cast<size_t>(ChunkCount(harness.map().size())));
  EXPECT_NE(harness.map().View().bounds, nullptr);
  harness.map_memory().CopyOut(bounds.data(), harness.map().View().bounds,
                               static_cast<int64_t>(bounds.size() * sizeof(ChunkBounds)));
  return bounds;
}

class ChunkBoundsTest : public testing::TestWithParam<std::string> {
 protected:
  /// Renders and differentiates the scene from all around, with and without the index.
  static void ExpectSameBits(const Scene& scene) {
    RasterizerHarness plain(GetParam(), scene), indexed(GetParam(), scene);
    indexed.map().UpdateBounds();
    const std::vector<float> gradients(static_cast<size_t>(plane::kCount * plain.pixel_count()), 0.01f);
    for (int i = 0; i < 12; ++i) {
      const Pose pose = LookAround(scene, i);
      ASSERT_EQ(plain.Render(pose), indexed.Render(pose)) << i;
      ASSERT_EQ(plain.Visible(), indexed.Visible()) << i;
      ASSERT_EQ(plain.Backward(gradients), indexed.Backward(gradients)) << i;
      ASSERT_EQ(plain.BackwardPose(gradients), indexed.BackwardPose(gradients)) << i;
    }
  }
};

TEST_P(ChunkBoundsTest, ChangeNoBitOfALargeMap) { ExpectSameBits(ManyRooms()); }

TEST_P(ChunkBoundsTest, ChangeNoBitAtTheBorders) {
  for (const Scene& scene :
       {BorderScene(kWidth, kHeight), NearPlaneScene(kWidth, kHeight), CulledScene(kWidth, kHeight),
        HugeScene(kWidth, kHeight), NeedleScene(kWidth, kHeight), SingleScene(kWidth, kHeight),
        EmptyScene(kWidth, kHeight)})
    ExpectSameBits(scene);
}

TEST_P(ChunkBoundsTest, HoldEveryGaussianThatIsProjected) {
  Scene scene = RandomScene(3000, kWidth, kHeight, 7);
  Random random(3);
  for (float& mean : scene.cloud.means) mean += static_cast<float>(6.0 * random.NextUnit() - 3.0);
  for (float& scale : scene.cloud.log_scales) scale = static_cast<float>(-7.0 + 7.0 * random.NextUnit());
  for (const float min_alpha : {1.0f / 255.0f, 0.1f}) {
    scene.options.min_alpha = min_alpha;
    RasterizerHarness harness(GetParam(), scene);
    harness.Render();
    const std::vector<int32_t> visible = harness.Visible();
    const ChunkView view = MakeChunkView(scene.render_camera(), min_alpha);
    int32_t maybe = 0;
    for (int64_t i = 0; i < 3000; ++i) {
      ChunkExtent alone;
      alone.Add(scene.cloud.means.data() + 3 * i, scene.cloud.log_scales.data() + 3 * i);
      const bool may_be_seen = MayBeSeen(alone.Bounds(), view);
      maybe += may_be_seen ? 1 : 0;
      ASSERT_TRUE(may_be_seen || !std::ranges::binary_search(visible, static_cast<int32_t>(i))) << i;
    }
    EXPECT_LT(maybe, 2500) << "and not many more";
    EXPECT_GT(visible.size(), 100u);
  }
}

TEST_P(ChunkBoundsTest, AreTheSameFromEveryBackEnd) {
  const Scene scene = ManyRooms();
  RasterizerHarness tested(GetParam(), scene), expected("cpu_reference", scene);
  tested.map().UpdateBounds();
  expected.map().UpdateBounds();
  const std::vector<ChunkBounds> found = BoundsOf(tested), wanted = BoundsOf(expected);
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_THAT(found[i].centre, testing::ElementsAreArray(wanted[i].centre)) << i;
    EXPECT_THAT(found[i].half, testing::ElementsAreArray(wanted[i].half)) << i;
    EXPECT_FLOAT_EQ(found[i].sigma_m, wanted[i].sigma_m) << i;
  }
  const ChunkView view = MakeChunkView(scene.render_camera(), scene.options.min_alpha);
  EXPECT_LT(std::ranges::count_if(found, [&](const ChunkBounds& chunk) { return MayBeSeen(chunk, view); }),
            static_cast<std::ptrdiff_t>(found.size()));
}

INSTANTIATE_TEST_SUITE_P(Backends, ChunkBoundsTest, testing::ValuesIn(BackendNames()),
                         [](const auto& tested) { return tested.param; });

/// The iso loss's gradients of the whole map in a view, prepared with or without bounds.
std::vector<float> IsoGradients(const GaussianView& map, const Scene& scene, const Pose& camera_from_map) {
  std::vector<int32_t> all(static_cast<size_t>(map.count));
  std::iota(all.begin(), all.end(), 0);
  std::vector<float> values(all.size() * column::kStride);
  const std::unique_ptr<IsoLoss> loss = MakeIsoLossCpu();
  const RenderCamera views[] = {MakeRenderCamera(scene.camera, camera_from_map)};
  loss->Prepare(map, views, {0.01f, 1.1f}, {});
  const std::vector<float> depth_m(size_t{kWidth} * kHeight, 2.0f);
  Random random(5);
  loss->Add(map, {scene.camera, camera_from_map, depth_m, DrawPixels(depth_m, 500, random)}, {}, 1.0,
            {map.count, all.data(), values.data()});
  return values;
}

TEST(IsoLossBounds, ChangeNoBit) {
  const Scene scene = ManyRooms();
  GaussianMap map;
  map.Append(scene.cloud);
  for (int i = 0; i < 12; ++i) {
    const Pose pose = LookAround(scene, i);
    map.Mutable();
    const std::vector<float> plain = IsoGradients(map.View(), scene, pose);
    map.UpdateBounds();
    ASSERT_EQ(plain, IsoGradients(map.View(), scene, pose)) << i;
    EXPECT_GT(std::ranges::count_if(plain, [](float value) { return value != 0.0f; }), 0);
  }
}

GaussianCloud Line(size_t count) {
  GaussianCloud cloud;
  cloud.Resize(count);
  for (size_t i = 0; i < count; ++i) cloud.means[3 * i] = static_cast<float>(i);
  return cloud;
}

TEST(GaussianMapBounds, FollowRowsThatChangeAndEndWhereAnyMay) {
  GaussianMap map;
  map.Append(Line(5000));
  EXPECT_EQ(map.View().bounds, nullptr) << "not asked for";
  map.UpdateBounds();
  ASSERT_NE(map.View().bounds, nullptr);
  EXPECT_EQ(map.View().bounds[1].centre[0], 1024 + 511.5f);
  const std::vector<int32_t> rows = {1024, 1030, 4999};
  map.Change({3, rows.data(), nullptr}, [&](const MutableGaussians& all) {
    for (const int32_t row : rows) all.means[3 * row + 1] = 8.0f;
  });
  ASSERT_NE(map.View().bounds, nullptr);
  EXPECT_EQ(map.View().bounds[0].half[1], 0.0f);
  EXPECT_EQ(map.View().bounds[1].half[1], 4.0f);
  EXPECT_EQ(map.View().bounds[4].centre[1], 4.0f);
  map.Append(Line(1000));
  EXPECT_EQ(map.View().bounds, nullptr) << "the new rows are still to be written";
  map.UpdateBounds();
  EXPECT_EQ(map.View().bounds[1].half[1], 4.0f);
  EXPECT_EQ(map.View().bounds[5].centre[0], 499.5f + 60.0f);
  map.Mutable();
  EXPECT_EQ(map.View().bounds, nullptr);
}

TEST(GaussianMapBounds, AreMadeAnewWhereRowsWent) {
  GaussianMap map;
  map.Append(Line(3000));
  map.UpdateBounds();
  EXPECT_EQ(map.Prune(0.005f, 10.0f), 0);
  EXPECT_NE(map.View().bounds, nullptr);
  std::vector<uint8_t> marks(3000);
  std::fill_n(marks.begin(), 1000, uint8_t{1});
  map.Remove(marks.data());
  EXPECT_EQ(map.View().bounds, nullptr);
  map.UpdateBounds();
  EXPECT_EQ(map.View().bounds[0].centre[0], 1000 + 511.5f);
}

}  // namespace
}  // namespace isogs::test
