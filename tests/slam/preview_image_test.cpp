// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/preview_image.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "shared/image/depth_colors.h"
#include "shared/ipc/preview.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {
namespace {

/// A render that is blue, 2 m away on the left half and 4 m on the right, with nothing in the top row.
Image<float> BluePlanes(int height, int width) {
  Image<float> planes(plane::kCount, height, width);
  for (int y = 1; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      planes.at(plane::kBlue, y, x) = 1.0f;
      planes.at(plane::kDepth, y, x) = 0.9f * (x < width / 2 ? 2.0f : 4.0f);
      planes.at(plane::kSilhouette, y, x) = 0.9f;
    }
  }
  return planes;
}

using Color = std::array<int, 3>;
Color At(const Image<uint8_t>& image, int y, int x) {
  return {image.at(0, y, x), image.at(1, y, x), image.at(2, y, x)};
}

TEST(PreviewImage, HasInputRenderAndDepthSideBySide) {
  const Image<float> red = [] {
    Image<float> color(3, 30, 40);
    std::ranges::fill(color.plane(0), 1.0f);
    return color;
  }();
  const Image<uint8_t> image = PreviewImage(red, BluePlanes(30, 40));
  ASSERT_EQ(image.width(), 3 * 40);
  ASSERT_EQ(image.height(), 30);
  EXPECT_EQ(At(image, 15, 20), (Color{255, 0, 0}));
  EXPECT_EQ(At(image, 15, 60), (Color{0, 0, 255}));
  const Color near = At(image, 15, 85), far = At(image, 15, 115);
  EXPECT_GT(near[2], near[0]) << "near is blue";
  EXPECT_GT(far[0], far[2]) << "far is red";
  EXPECT_EQ(At(image, 0, 100), (Color{0, 0, 0})) << "no depth where there is no map";
}

TEST(PreviewImage, FitsIntoThePreviewWhateverTheFramesSize) {
  for (const auto& [width, height] : {std::pair{1200, 680}, {640, 480}, {4000, 3}, {3, 6000}, {1, 1}}) {
    const Image<uint8_t> image = PreviewImage(Image<float>(3, height, width), BluePlanes(height, width));
    EXPECT_LE(image.width(), Preview::kMaxWidth);
    EXPECT_LE(image.height(), Preview::kMaxHeight);
    EXPECT_GE(image.height(), 1);
  }
  const Image<uint8_t> image = PreviewImage(Image<float>(3, 680, 1200), BluePlanes(680, 1200));
  EXPECT_EQ(image.width(), 639);
  EXPECT_EQ(image.height(), 121);
}

TEST(DepthColors, StandWhateverTheDepths) {
  const Image<uint8_t> none = DepthColors(Image<float>(1, 4, 4));
  EXPECT_EQ(std::ranges::count(none.values(), 0), std::ssize(none.values()));
  Image<float> odd(1, 1, 3, 2.0f);
  odd.at(0, 1) = NAN;
  odd.at(0, 2) = INFINITY;
  const Image<uint8_t> colors = DepthColors(odd);
  EXPECT_EQ(At(colors, 0, 1), (Color{0, 0, 0}));
}

}  // namespace
}  // namespace isogs
