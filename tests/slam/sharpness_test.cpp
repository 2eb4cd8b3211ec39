// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/sharpness.h"

#include <gtest/gtest.h>

#include <vector>

#include "run/recent_sharpness.h"
#include "shared/types/frame.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

Frame RoomFrame() { return test::RoomFrame(test::MakeCamera(96, 72), test::RoomFromFirstCamera()); }

/// Smeared over 9 pixels of each row.
Frame Blurred(Frame frame) {
  const Image<float> sharp = frame.color;
  for (int channel = 0; channel < 3; ++channel) {
    for (int y = 0; y < sharp.height(); ++y) {
      for (int x = 4; x + 4 < sharp.width(); ++x) {
        float sum = 0.0f;
        for (int k = -4; k <= 4; ++k) sum += sharp.at(channel, y, x + k);
        frame.color.at(channel, y, x) = sum / 9.0f;
      }
    }
  }
  return frame;
}

TEST(Sharpness, FallsWithBlurAndNotWithExposure) {
  const Frame frame = RoomFrame();
  const double sharp = SharpnessOf(frame.color);
  EXPECT_LT(SharpnessOf(Blurred(frame).color), 0.7 * sharp);
  Image<float> dark = frame.color;
  for (float& value : dark.values()) value = 0.3f * value + 0.1f;
  EXPECT_NEAR(SharpnessOf(dark), sharp, 1e-3 * sharp);
}

TEST(Sharpness, IsNothingWhereNothingIsSeen) {
  Image<float> image(3, 24, 32);
  EXPECT_EQ(SharpnessOf(image), 0.0);
  for (float& value : image.values()) value = 0.5f;
  EXPECT_EQ(SharpnessOf(image), 0.0);
  EXPECT_EQ(SharpnessOf(Image<float>(3, 1, 1)), 0.0);
}

TEST(RecentSharpness, ComparesWithTheMedianOfTheNewestFrames) {
  RecentSharpness recent;
  EXPECT_EQ(recent.Compare(4.0), 1.0);
  EXPECT_EQ(recent.Compare(4.0), 1.0);
  EXPECT_EQ(recent.Compare(1.0), 0.25);
  EXPECT_EQ(recent.Compare(0.0), 1.0) << "a black frame";
  EXPECT_EQ(recent.values().size(), 3u);
  for (int i = 0; i < 9; ++i) recent.Compare(1.0);
  EXPECT_EQ(recent.values(), std::vector<double>(RecentSharpness::kFrames, 1.0));
}

}  // namespace
}  // namespace isogs
