// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/pixel_samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "slam/losses/pixel_permutation.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

TEST(DrawPixels, DrawsValidPixelsWithoutReplacementEachAsOften) {
  std::vector<float> depth_m(200, 1.0f);
  for (size_t i = 0; i < depth_m.size(); i += 4) depth_m[i] = i % 8 == 0 ? 0.0f : NAN;
  for (const int64_t count : {10, 140, 150, 1000}) {
    Random random(3);
    std::vector<int> drawn(depth_m.size(), 0);
    const auto expected_count = static_cast<size_t>(std::min<int64_t>(count, 150));
    for (int trial = 0; trial < 600; ++trial) {
      const std::vector<int32_t> pixels = DrawPixels(depth_m, count, random);
      ASSERT_EQ(pixels.size(), expected_count);
      ASSERT_TRUE(std::is_sorted(pixels.begin(), pixels.end()));
      for (const int32_t pixel : pixels) ++drawn[static_cast<size_t>(pixel)];
    }
    const double mean = 600.0 * static_cast<double>(expected_count) / 150.0;
    for (size_t i = 0; i < drawn.size(); ++i) {
      if (i % 4 == 0) {
        EXPECT_EQ(drawn[i], 0);
      } else {
        EXPECT_NEAR(drawn[i], mean, 5.0 * std::sqrt(mean));
      }
    }
  }
}

TEST(PixelPermutation, MeetsEveryPlaceOnceAndLooksRandom) {
  for (const uint32_t size : {1u, 2u, 5u, 64u, 1000u, 4097u}) {
    double correlation = 0.0;
    for (const uint64_t seed : {1ull, 2ull, 0x123456789abcdefull}) {
      const PixelPermutation permutation(seed, size);
      std::vector<int> met(size, 0);
      for (uint32_t place = 0; place < size; ++place) {
        const uint32_t pixel = permutation.At(place);
        ASSERT_LT(pixel, size);
        ++met[pixel];
        correlation += (2.0 * pixel / size - 1.0) * (2.0 * place / size - 1.0) / size;
      }
      EXPECT_EQ(std::count(met.begin(), met.end(), 1), static_cast<std::ptrdiff_t>(size));
    }
    if (size >= 1000) {
      EXPECT_LT(std::abs(correlation), 0.1);
    }
  }
}

TEST(PixelSamples, RanksArePlacesInTheListOfPixels) {
  for (const int width : {5, 64, 130}) {
    const Camera camera = test::MakeCamera(width, 7);
    const std::vector<float> depth_m(static_cast<size_t>(width) * 7, 2.0f);
    Random random(4);
    const std::vector<int32_t> pixels = DrawPixels(depth_m, width * 3, random);
    const PixelSamples samples(camera, Pose::Identity(), depth_m, pixels);
    for (int v = 0; v < 7; ++v) {
      for (int u = 0; u <= width; ++u) {
        const auto before = std::lower_bound(pixels.begin(), pixels.end(), v * width + u) - pixels.begin();
        EXPECT_EQ(samples.Rank(u, v), before);
      }
    }
    EXPECT_EQ(samples.RowOf(samples.size() - 1), pixels.back() / width);
  }
}

}  // namespace
}  // namespace isogs
