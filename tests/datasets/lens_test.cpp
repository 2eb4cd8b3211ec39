// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/lens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "datasets/undistortion.h"
#include "shared/core/random.h"
#include "tests/datasets/tiny_datasets.h"

// Expected values by OpenCV 5.0: initUndistortRectifyMap, remap, getOptimalNewCameraMatrix.

namespace isogs {
namespace {

using testing::HasSubstr;

/// TUM's freiburg1.
const LensCamera kKinect = {{640, 480, 517.3, 516.5, 318.6, 255.3},
                            {0.2624, -0.9531, -0.0054, 0.0026, 1.1633}};

TEST(Lens, ShowsPointsWhereOpenCvDoes) {
  const Camera view = {640, 480, 540.0, 545.0, 320.0, 250.0};
  const struct {
    double u, v, x, y;
  } expected[] = {{0, 0, -3.954886, 3.8519228},     {639, 0, 643.3382, 2.5508907},
                  {0, 479, 1.606305, 478.75046},    {639, 479, 637.7463, 479.9843},
                  {100, 50, 102.731255, 59.954582}, {320, 240, 318.60046, 245.81929},
                  {600, 430, 594.0334, 429.09116}};
  for (const auto& e : expected) {
    const auto [x, y] = PixelThrough(kKinect, view, e.u, e.v);
    EXPECT_NEAR(x, e.x, 1e-4) << e.u << " " << e.v;
    EXPECT_NEAR(y, e.y, 1e-4) << e.u << " " << e.v;
  }
}

TEST(Lens, UndistortedIsTheInverse) {
  Random random(4);
  for (int i = 0; i < 200; ++i) {
    const LineOfSight<double> sight = {1.2 * random.NextUnit() - 0.6, random.NextUnit() - 0.5};
    const auto back = Undistorted(kKinect.distortion, Distorted(kKinect.distortion, sight));
    ASSERT_TRUE(back);
    EXPECT_NEAR(back->x, sight.x, 1e-9);
    EXPECT_NEAR(back->y, sight.y, 1e-9);
  }
}

/// OpenCV samples 9 points along a side, so that the two differ by less than a pixel.
TEST(CommonView, IsOpenCvsWithAlphaZero) {
  const Camera view = CommonView(std::vector{kKinect});
  EXPECT_EQ(view.width, 640);
  EXPECT_EQ(view.height, 480);
  EXPECT_NEAR(view.fx, 546.755, 1.0);
  EXPECT_NEAR(view.fy, 543.087, 1.0);
  EXPECT_NEAR(view.cx, 320.084, 1.0);
  EXPECT_NEAR(view.cy, 251.855, 1.0);
}

TEST(CommonView, AllItsPixelsAreInTheImage) {
  const Distortion distortions[] = {
      kKinect.distortion, {-0.3, 0.1, 0, 0, 0}, {0.1, -0.2, 0.002, -0.01, 0.05}};
  for (const Distortion& distortion : distortions) {
    const LensCamera lens = {{64, 48, 50.0, 52.0, 30.5, 25.0}, distortion};
    const Camera view = CommonView(std::vector{lens});
    for (int v = 0; v < 48; ++v) {
      for (int u = 0; u < 64; ++u) {
        const auto [x, y] = PixelThrough(lens, view, u, v);
        ASSERT_TRUE(x > -1e-5 && x < 63 + 1e-5 && y > -1e-5 && y < 47 + 1e-5) << u << " " << v;
      }
    }
    EXPECT_LT(PixelThrough(lens, view, 0, 24).u, 8.0);  // and not much is lost
  }
}

TEST(CommonView, OfAPinholeIsThePinhole) {
  const LensCamera lens = {{64, 48, 50.0, 52.0, 30.5, 25.0}, {}};
  EXPECT_EQ(CommonView(std::vector{lens, lens}), lens.camera);
}

TEST(CommonView, OfSeveralPinholesIsSeenByAll) {
  const LensCamera a = {{64, 48, 50.0, 52.0, 30.5, 25.0}, {}}, b = {{64, 48, 51.0, 52.0, 32.5, 24.0}, {}};
  const Camera view = CommonView(std::vector{a, b});
  for (const LensCamera& lens : {a, b}) {
    const auto first = PixelThrough(lens, view, 0, 0), last = PixelThrough(lens, view, 63, 47);
    EXPECT_TRUE(first.u > -1e-6 && first.v > -1e-6 && last.u < 63 + 1e-6 && last.v < 47 + 1e-6);
  }
  const LensCamera aside = {{64, 48, 50.0, 52.0, 300.0, 25.0}, {}};
  EXPECT_THAT(ErrorOf([&] { CommonView(std::vector{a, aside}); }), HasSubstr("no view in common"));
}

TEST(CommonView, RefusesADistortionThatFolds) {
  const LensCamera lens = {{64, 48, 50.0, 52.0, 30.5, 25.0}, {-3.0, 0.0, 0.0, 0.0, 0.0}};
  const auto view = [&] { CommonView(std::vector{lens}); };
  EXPECT_THAT(ErrorOf(view), HasSubstr("dataset.k1"));
  EXPECT_TRUE(IsUsageError(view));
}

class UndistortionTest : public testing::Test {
 protected:
  static constexpr int kWidth = 32, kHeight = 24;
  const LensCamera lens_ = {{kWidth, kHeight, 26.0, 27.0, 15.2, 12.1}, {-0.12, 0.03, 0.004, -0.003, 0.01}};
  const Undistortion undistortion_{lens_, {kWidth, kHeight, 30.0, 31.0, 15.5, 11.5}};
};

TEST_F(UndistortionTest, TakesColoursAsOpenCvDoes) {
  Image<uint8_t> stored(3, kHeight, kWidth);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      stored.at(0, y, x) = static_cast<uint8_t>(7 * x + 3 * y);
      stored.at(1, y, x) = static_cast<uint8_t>(x * x + y);
      stored.at(2, y, x) = static_cast<uint8_t>(x * y);
    }
  }
  const Image<uint8_t> color = undistortion_.Color(stored);
  const struct {
    int x, y, r, g, b;
  } expected[] = {{0, 0, 24, 8, 6},        {5, 7, 68, 47, 51},  {16, 12, 147, 95, 196}, {20, 3, 148, 111, 92},
                  {11, 19, 135, 147, 211}, {0, 23, 81, 27, 49}, {31, 0, 203, 30, 73}};
  for (const auto& e : expected) {  // OpenCV rounds places to 1/32 of a pixel
    EXPECT_NEAR(color.at(0, e.y, e.x), e.r, 1) << e.x << " " << e.y;
    EXPECT_NEAR(color.at(1, e.y, e.x), e.g, 2) << e.x << " " << e.y;
    EXPECT_NEAR(color.at(2, e.y, e.x), e.b, 2) << e.x << " " << e.y;
  }
}

TEST_F(UndistortionTest, TakesTheNearestDepth) {
  Image<float> stored(1, kHeight, kWidth);
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) stored.at(y, x) = static_cast<float>((x + 2 * y) % 50 + 1);
  }
  const Image<float> depth = undistortion_.Depth(stored);
  const struct {
    int x, y;
    float z;
  } expected[] = {{0, 0, 9},   {31, 0, 35},  {5, 7, 23},  {16, 12, 43},
                  {20, 3, 30}, {31, 23, 23}, {0, 23, 47}, {11, 19, 50}};
  for (const auto& e : expected) EXPECT_EQ(depth.at(e.y, e.x), e.z) << e.x << " " << e.y;
  double sum = 0.0;
  for (const float z : depth.values()) sum += z;
  EXPECT_NEAR(sum, 21063.0, 4.0);  // a place or two in the middle between pixels
}

}  // namespace
}  // namespace isogs
