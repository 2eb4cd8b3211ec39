// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/resize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <tuple>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "shared/geometry/camera.h"

namespace isogs {
namespace {

/// Plane n.p = offset, seen by `camera`: the exact depth at the centre of a pixel.
struct Plane {
  double nx, ny, nz, offset_m;
  double DepthAt(const Camera& camera, int x, int y) const {
    return offset_m / (nx * (x - camera.cx) / camera.fx + ny * (y - camera.cy) / camera.fy + nz);
  }
};

Image<float> RenderPlane(const Plane& plane, const Camera& camera) {
  Image<float> depth(1, camera.height, camera.width);
  for (int y = 0; y < camera.height; ++y) {
    for (int x = 0; x < camera.width; ++x) depth.at(y, x) = static_cast<float>(plane.DepthAt(camera, x, y));
  }
  return depth;
}

/// A wall that runs from about 2 m to 4 m across the image.
constexpr Plane kSlantedWall = {0.35, 0.25, 0.9, 2.4};
constexpr Camera kKinect = {640, 480, 585.0, 585.0, 320.0, 240.0};

double LargestPlaneError(const Image<float>& depth, const Camera& camera, int border) {
  double largest = 0.0;
  for (int y = border; y < camera.height - border; ++y) {
    for (int x = border; x < camera.width - border; ++x) {
      largest = std::max(largest, std::abs(depth.at(y, x) - kSlantedWall.DepthAt(camera, x, y)));
    }
  }
  return largest;
}

Image<float> RandomImage(int channels, int height, int width, uint64_t seed) {
  Random random(seed);
  Image<float> image(channels, height, width);
  for (float& value : image.values()) value = static_cast<float>(random.NextUnit());
  return image;
}

class SlantedPlane : public testing::TestWithParam<std::tuple<int, int>> {};

TEST_P(SlantedPlane, IsKeptToATenthOfAMillimetre) {
  const auto [width, height] = GetParam();
  const Image<float> resized = ResizeDepth(RenderPlane(kSlantedWall, kKinect), width, height);
  ASSERT_EQ(resized.width(), width);
  ASSERT_EQ(resized.height(), height);
  const int border = width > kKinect.width ? 1 : 0;  // nothing to interpolate beyond the outermost centres
  EXPECT_LT(LargestPlaneError(resized, kKinect.Resized(width, height), border), 1e-4);
}

INSTANTIATE_TEST_SUITE_P(Sizes, SlantedPlane,
                         testing::Values(std::tuple(640, 480), std::tuple(320, 240), std::tuple(160, 120),
                                         std::tuple(80, 60), std::tuple(40, 30), std::tuple(213, 160),
                                         std::tuple(128, 96), std::tuple(300, 200), std::tuple(500, 333),
                                         std::tuple(320, 480), std::tuple(639, 479), std::tuple(800, 600)));

TEST(HalveDepth, KeepsASlantedPlaneAtOddSizes) {
  const Camera camera = {641, 479, 585.0, 585.0, 320.0, 240.0};
  const Camera halved = camera.Halved();
  const Image<float> depth = RenderPlane(kSlantedWall, camera);
  Image<float> half(1, halved.height, halved.width);
  HalveDepth(depth.data(), camera.width, camera.height, half.data());
  EXPECT_LT(LargestPlaneError(half, halved, 0), 1e-4);
}

float HalvedBlock(float a, float b, float c, float d) {
  const float block[4] = {a, b, c, d};
  float half = -1.0f;
  HalveDepth(block, 2, 2, &half);
  return half;
}

TEST(HalveDepth, TakesTheHarmonicMeanOfDepthsOnOneSurface) {
  EXPECT_FLOAT_EQ(HalvedBlock(2.0f, 2.01f, 2.02f, 2.03f),
                  4.0f / (1 / 2.0f + 1 / 2.01f + 1 / 2.02f + 1 / 2.03f));
}

TEST(HalveDepth, LeavesInvalidDepthsOut) {
  EXPECT_FLOAT_EQ(HalvedBlock(0.0f, 2.0f, 0.0f, 2.02f), 2.0f / (1 / 2.0f + 1 / 2.02f));
  EXPECT_FLOAT_EQ(HalvedBlock(0.0f, 0.0f, 0.0f, 3.0f), 3.0f);
  EXPECT_EQ(HalvedBlock(0.0f, 0.0f, 0.0f, 0.0f), 0.0f);
  EXPECT_EQ(HalvedBlock(-1.0f, NAN, 0.0f, NAN), 0.0f);
}

TEST(HalveDepth, TakesTheNearestGroupAtAnEdge) {
  EXPECT_FLOAT_EQ(HalvedBlock(3.0f, 1.0f, 3.0f, 1.02f), 2.0f / (1 / 1.0f + 1 / 1.02f));
  EXPECT_FLOAT_EQ(HalvedBlock(3.0f, 3.0f, 3.0f, 1.0f), 1.0f);
}

TEST(ResizeDepth, NeverInventsASurfaceAtAnEdge) {
  Image<float> depth(1, 48, 64, 3.0f);
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 31; ++x) depth.at(y, x) = 1.0f;
  }
  for (const auto& [width, height] : {std::pair(32, 24), std::pair(25, 17), std::pair(21, 16)}) {
    const Image<float> resized = ResizeDepth(depth, width, height);
    for (const float value : resized.values()) {
      EXPECT_TRUE(std::abs(value - 1.0f) < 1e-6f || std::abs(value - 3.0f) < 1e-6f) << value;
    }
  }
}

TEST(ResizeDepth, KeepsHolesLargerThanAPixel) {
  Image<float> depth(1, 60, 60, 2.0f);
  for (int y = 20; y < 40; ++y) {
    for (int x = 20; x < 40; ++x) depth.at(y, x) = 0.0f;
  }
  const Image<float> resized = ResizeDepth(depth, 25, 25);
  EXPECT_EQ(resized.at(12, 12), 0.0f);
  EXPECT_FLOAT_EQ(resized.at(2, 2), 2.0f);
}

TEST(ResizeColor, HalvesByTheMeanOfTheBlock) {
  Image<uint8_t> bytes(3, 2, 4);
  bytes.values() = {0, 255, 10, 20, 255, 255, 30, 41, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 1};
  const Image<float> half = ResizeColor(bytes, 2, 1);
  EXPECT_FLOAT_EQ(half.at(0, 0, 0), 765.0f / 1020.0f);
  EXPECT_FLOAT_EQ(half.at(0, 0, 1), 101.0f / 1020.0f);
  EXPECT_FLOAT_EQ(half.at(1, 0, 0), 14.0f / 1020.0f);
  EXPECT_FLOAT_EQ(half.at(2, 0, 1), 1.0f / 1020.0f);
}

TEST(ResizeColor, KeepsWhiteAtOne) {
  const Image<uint8_t> white(3, 480, 640, 255);
  for (const auto& [width, height] :
       {std::pair(640, 480), std::pair(320, 240), std::pair(160, 120), std::pair(201, 77)}) {
    const Image<float> resized = ResizeColor(white, width, height);
    for (const float value : resized.values()) EXPECT_NEAR(value, 1.0f, 1e-6f);
  }
}

/// Area mean by definition: every source pixel with the area that the new pixel covers of it.
double AreaMean(const Image<float>& image, int channel, int y, int x, int width, int height) {
  const double rx = static_cast<double>(image.width()) / width;
  const double ry = static_cast<double>(image.height()) / height;
  double sum = 0.0;
  for (int sy = 0; sy < image.height(); ++sy) {
    for (int sx = 0; sx < image.width(); ++sx) {
      const double dx = std::min((x + 1) * rx, sx + 1.0) - std::max(x * rx, static_cast<double>(sx));
      const double dy = std::min((y + 1) * ry, sy + 1.0) - std::max(y * ry, static_cast<double>(sy));
      if (dx > 0 && dy > 0) sum += dx * dy * image.at(channel, sy, sx);
    }
  }
  return sum / (rx * ry);
}

TEST(ResizeColor, IsTheAreaMeanAtAnyRatio) {
  const Image<float> image = RandomImage(2, 24, 36, 1);
  for (const auto& [width, height] :
       {std::pair(18, 12), std::pair(12, 8), std::pair(9, 6), std::pair(17, 11), std::pair(5, 24),
        std::pair(1, 1), std::pair(50, 31), std::pair(35, 23)}) {
    const Image<float> resized = ResizeColor(image, width, height);
    for (int c = 0; c < 2; ++c) {
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          ASSERT_NEAR(resized.at(c, y, x), AreaMean(image, c, y, x, width, height), 2e-6)
              << width << "x" << height << " at " << x << "," << y;
        }
      }
    }
  }
}

TEST(ResizeColor, BytesAndFloatsAgree) {
  Random random(2);
  Image<uint8_t> bytes(3, 30, 44);
  Image<float> floats(3, 30, 44);
  for (size_t i = 0; i < bytes.values().size(); ++i) {
    bytes.values()[i] = static_cast<uint8_t>(random.NextIndex(256));
    floats.values()[i] = static_cast<float>(bytes.values()[i]) / 255.0f;
  }
  for (const auto& [width, height] : {std::pair(22, 15), std::pair(13, 9), std::pair(44, 30)}) {
    const Image<float> a = ResizeColor(bytes, width, height);
    const Image<float> b = ResizeColor(floats, width, height);
    for (size_t i = 0; i < a.values().size(); ++i) ASSERT_NEAR(a.values()[i], b.values()[i], 1e-6f);
  }
}

TEST(Resize, IsBitForBitTheSameForAnyNumberOfThreads) {
  const Image<float> color = RandomImage(3, 200, 300, 3);
  const Image<float> depth = RandomImage(1, 200, 300, 4);
  const auto resize = [&](int threads) {
    const ThreadLimit limit(threads);
    return std::tuple(ResizeColor(color, 150, 100).values(), ResizeColor(color, 111, 77).values(),
                      ResizeDepth(depth, 150, 100).values(), ResizeDepth(depth, 111, 77).values());
  };
  EXPECT_EQ(resize(1), resize(3));
}

}  // namespace
}  // namespace isogs
