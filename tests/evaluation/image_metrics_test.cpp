// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/image_metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation/comparison_picture.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/random.h"

namespace isogs {
namespace {

Image<float> RandomImage(int channels, int height, int width, uint64_t seed) {
  Random random(seed);
  Image<float> image(channels, height, width);
  for (float& value : image.values()) value = static_cast<float>(random.NextUnit());
  return image;
}

Frame MakeFrame(int height, int width) {
  Frame frame;
  frame.color = RandomImage(3, height, width, 1);
  frame.depth_m = Image<float>(1, height, width, 2.0f);
  frame.camera = {width, height, 100, 100, 0.5 * width, 0.5 * height};
  return frame;
}

/// The definition, in double and pixel by pixel.
double PlainSimilarity(const Image<float>& a, const Image<float>& b) {
  double total = 0.0, window_sum = 0.0;
  for (int i = -5; i <= 5; ++i) window_sum += std::exp(-i * i / 4.5);
  for (int c = 0; c < a.channels(); ++c) {
    for (int y = 0; y < a.height(); ++y) {
      for (int x = 0; x < a.width(); ++x) {
        double ma = 0, mb = 0, maa = 0, mbb = 0, mab = 0;
        for (int dy = -5; dy <= 5; ++dy) {
          for (int dx = -5; dx <= 5; ++dx) {
            if (y + dy < 0 || y + dy >= a.height() || x + dx < 0 || x + dx >= a.width()) continue;
            const double w = std::exp(-(dx * dx + dy * dy) / 4.5) / (window_sum * window_sum);
            const double va = a.at(c, y + dy, x + dx), vb = b.at(c, y + dy, x + dx);
            ma += w * va, mb += w * vb, maa += w * va * va, mbb += w * vb * vb, mab += w * va * vb;
          }
        }
        total += (2 * ma * mb + 1e-4) * (2 * (mab - ma * mb) + 9e-4) /
                 ((ma * ma + mb * mb + 1e-4) * (maa - ma * ma + mbb - mb * mb + 9e-4));
      }
    }
  }
  return total / static_cast<double>(a.values().size());
}

TEST(StructuralSimilarity, AgreesWithItsDefinition) {
  for (const auto& [height, width] : {std::pair{37, 53}, {3, 40}, {1, 1}, {40, 4}}) {
    const Image<float> a = RandomImage(3, height, width, 1);
    Image<float> b = RandomImage(3, height, width, 2);
    for (size_t i = 0; i < b.values().size(); ++i)
      b.values()[i] = 0.7f * a.values()[i] + 0.3f * b.values()[i];
    EXPECT_NEAR(StructuralSimilarity(a, b), PlainSimilarity(a, b), 1e-6);
    EXPECT_NEAR(StructuralSimilarity(a, a), 1.0, 1e-6);
  }
}

TEST(StructuralSimilarity, IsTheSameForAnyNumberOfThreads) {
  const Image<float> a = RandomImage(3, 120, 160, 1), b = RandomImage(3, 120, 160, 2);
  const double all = StructuralSimilarity(a, b);
  const ThreadLimit one(1);
  EXPECT_EQ(StructuralSimilarity(a, b), all);
}

TEST(CompareWithFrame, ScoresAConstantError) {
  Frame frame = MakeFrame(24, 32);
  for (float& value : frame.color.values()) value = 0.5f;
  const Image<float> color(3, 24, 32, 0.6f);
  const Image<float> depth_m(1, 24, 32, 2.03f);
  const auto scores = CompareWithFrame(color, depth_m, frame);
  ASSERT_TRUE(scores);
  EXPECT_NEAR(scores->psnr_db, 20.0, 1e-5);
  EXPECT_NEAR(scores->depth_l1_m, 0.03, 1e-6);
  EXPECT_NEAR(scores->ssim, PlainSimilarity(color, frame.color), 1e-6);
}

TEST(CompareWithFrame, LooksAtPixelsWithValidDepthOnly) {
  Frame frame = MakeFrame(24, 32);
  Image<float> color = frame.color;
  Image<float> depth_m = frame.depth_m;
  for (int y = 0; y < 24; ++y) {  // half of the image has no depth and a wild rendering
    for (int x = 0; x < 16; ++x) {
      frame.depth_m.at(y, x) = 0.0f;
      depth_m.at(y, x) = 77.0f;
      for (int c = 0; c < 3; ++c) color.at(c, y, x) = 1.0f - color.at(c, y, x);
    }
  }
  const auto scores = CompareWithFrame(color, depth_m, frame);
  ASSERT_TRUE(scores);
  EXPECT_EQ(scores->psnr_db, kMaxPsnrDb);
  EXPECT_NEAR(scores->ssim, 1.0, 1e-6);
  EXPECT_EQ(scores->depth_l1_m, 0.0);
}

TEST(CompareWithFrame, ClampsTheRendering) {
  Frame frame = MakeFrame(16, 16);
  for (float& value : frame.color.values()) value = 1.0f;
  EXPECT_EQ(CompareWithFrame(Image<float>(3, 16, 16, 1.5f), frame.depth_m, frame)->psnr_db, kMaxPsnrDb);
}

TEST(CompareWithFrame, WhatIsNoNumberShowsNothing) {
  const Frame frame = MakeFrame(16, 16);
  Image<float> color = frame.color, depth_m = frame.depth_m;
  color.at(1, 3, 4) = NAN;
  color.at(2, 3, 5) = INFINITY;
  depth_m.at(0, 3, 4) = INFINITY;
  depth_m.at(0, 3, 5) = NAN;
  const auto scores = CompareWithFrame(color, depth_m, frame);
  for (float* value : {&color.at(1, 3, 4), &color.at(2, 3, 5), &depth_m.at(0, 3, 4), &depth_m.at(0, 3, 5)}) {
    *value = 0.0f;
  }
  EXPECT_EQ(scores, CompareWithFrame(color, depth_m, frame));
  EXPECT_NEAR(scores->depth_l1_m, 2 * 2.0 / 256, 1e-9);
  EXPECT_LT(scores->psnr_db, 60.0);
}

TEST(CompareWithFrame, NothingWithoutValidDepth) {
  Frame frame = MakeFrame(16, 16);
  frame.depth_m = Image<float>(1, 16, 16);
  EXPECT_EQ(CompareWithFrame(frame.color, frame.depth_m, frame), std::nullopt);
}

TEST(CompareWithFrame, WrongSizesAreErrors) {
  const Frame frame = MakeFrame(16, 16);
  EXPECT_THROW(CompareWithFrame(Image<float>(3, 16, 8), frame.depth_m, frame), Error);
  EXPECT_THROW(CompareWithFrame(frame.color, Image<float>(1, 8, 16), frame), Error);
}

TEST(ImageScoreMean, AveragesFrames) {
  ImageScoreMean mean;
  EXPECT_EQ(mean.mean(), std::nullopt);
  mean.Add({30.0, 0.9, 0.01});
  mean.Add({32.0, 0.7, 0.03});
  EXPECT_EQ(mean.frames(), 2);
  EXPECT_DOUBLE_EQ(mean.mean()->psnr_db, 31.0);
  EXPECT_DOUBLE_EQ(mean.mean()->ssim, 0.8);
  EXPECT_DOUBLE_EQ(mean.mean()->depth_l1_m, 0.02);
}

TEST(ComparisonPicture, PutsInputRenderAndErrorSideBySide) {
  Frame frame = MakeFrame(4, 6);
  for (float& value : frame.color.values()) value = 0.2f;
  Image<float> color(3, 4, 6, 0.2f);
  for (int c = 0; c < 3; ++c) color.at(c, 1, 2) = 1.0f;
  const Image<uint8_t> picture = ComparisonPicture(color, frame.depth_m, frame);
  EXPECT_EQ(picture.height(), 8);
  EXPECT_EQ(picture.width(), 18);
  EXPECT_EQ(picture.at(0, 0, 0), 51);        // input
  EXPECT_EQ(picture.at(0, 1, 6 + 2), 255);   // render
  EXPECT_EQ(picture.at(0, 1, 12 + 2), 255);  // error: white where large,
  EXPECT_EQ(picture.at(2, 1, 12 + 2), 255);
  EXPECT_EQ(picture.at(0, 0, 12), 0);  // black where none
  EXPECT_EQ(picture.at(0, 5, 2), 255);
}

}  // namespace
}  // namespace isogs
