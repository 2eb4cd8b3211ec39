// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/rendering/rasterizer_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "shared/core/random.h"
#include "tests/slam/test_scenes.h"

namespace isogs::test {
namespace {

using splat::Splat;

/// The splats of a scene that reach the image.
std::vector<Splat> SplatsOf(const Scene& scene) {
  std::vector<Splat> splats;
  const GaussianView map = ViewOf(scene.cloud);
  for (int64_t i = 0; i < map.count; ++i) {
    Splat splat;
    if (Project(splat::LoadGaussian(map, i), scene.render_camera(), scene.options.min_alpha, &splat)) {
      splats.push_back(splat);
    }
  }
  return splats;
}

float ExponentAt(const Splat& splat, float u, float v) { return Exponent(splat, OffsetFrom(splat, u, v)); }

TEST(RasterizerMath, SmallestExponentIsTheMinimumOverTheRectangle) {
  Random random(1);
  for (const Scene& scene : {RandomScene(300, 64, 48, 2), NeedleScene(64, 48)}) {
    for (const Splat& splat : SplatsOf(scene)) {
      const auto u0 = static_cast<float>(random.NextIndex(60));
      const auto v0 = static_cast<float>(random.NextIndex(44));
      const float side = 15.0f;
      const float smallest = SmallestExponent(splat, u0, v0, u0 + side, v0 + side);
      float sampled = std::numeric_limits<float>::infinity();
      constexpr int kSamples = 200;
      for (int i = 0; i <= kSamples; ++i) {
        for (int j = 0; j <= kSamples; ++j) {
          sampled = std::min(sampled, ExponentAt(splat, u0 + side * static_cast<float>(i) / kSamples,
                                                 v0 + side * static_cast<float>(j) / kSamples));
        }
      }
      EXPECT_LE(smallest, sampled + 1e-4f * (1.0f + sampled));
      // The nearest sample is at most 1/20 px away, where q has changed by at most about 2 sqrt(q/0.3)/20.
      EXPECT_GE(smallest, sampled - 0.2f * (std::sqrt(sampled) + 0.1f));
    }
  }
}

TEST(RasterizerMath, NoPixelOutsideTheBoxReceivesMinAlpha) {
  for (const Scene& scene : {RandomScene(300, 64, 48, 3), NeedleScene(64, 48), HugeScene(64, 48)}) {
    for (const Splat& splat : SplatsOf(scene)) {
      const splat::PixelBox box = ReachedPixels(splat, scene.camera.width, scene.camera.height);
      for (int v = 0; v < scene.camera.height; ++v) {
        for (int u = 0; u < scene.camera.width; ++u) {
          if (u >= box.first_u && u <= box.last_u && v >= box.first_v && v <= box.last_v) continue;
          const float q = ExponentAt(splat, static_cast<float>(u), static_cast<float>(v));
          ASSERT_LT(UnboundedAlpha(splat, q), scene.options.min_alpha);
        }
      }
    }
  }
}

TEST(RasterizerMath, BoxesAreTight) {
  // The box around q <= max_q touches the ellipse on all four sides.
  for (const Splat& splat : SplatsOf(RandomScene(300, 64, 48, 4))) {
    const float u = splat.u + splat.extent_u;
    const float v = splat.v + splat.cross_slope * splat.extent_u;
    EXPECT_NEAR(ExponentAt(splat, u, v), splat.max_q, 1e-3f * splat.max_q);
    EXPECT_NEAR(ExponentAt(splat, splat.u + splat.slope * splat.extent_v, splat.v + splat.extent_v),
                splat.max_q, 1e-3f * splat.max_q);
  }
}

TEST(RasterizerMath, ProjectsTheCentreAsTheCameraDoes) {
  Scene scene = SingleScene(40, 24);
  const Splat splat = SplatsOf(scene).at(0);
  EXPECT_NEAR(splat.u, 0.53 * 39, 1e-4);
  EXPECT_NEAR(splat.v, 0.46 * 23, 1e-4);
  EXPECT_FLOAT_EQ(splat.depth, 1.5f);
  EXPECT_NEAR(splat.opacity, 0.7f, 1e-6f);
}

}  // namespace
}  // namespace isogs::test
