// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shared/image/codecs.h"
#include "tests/shared/foreign_images.h"

namespace isogs {
namespace {

TEST(Exif, TellsHowAPictureLies) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    EXPECT_EQ(ExifOrientation(Exif(orientation, true)), orientation);
    EXPECT_EQ(ExifOrientation(Exif(orientation, false)), orientation);
  }
  for (const int nonsense : {0, 9, 300}) EXPECT_EQ(ExifOrientation(Exif(nonsense, true)), kUpright);
}

TEST(Exif, DamagedMetadataSayNothing) {
  const std::string whole = Exif(6, true);
  for (size_t size = 0; size < whole.size() - 8; ++size) {  // up to the value
    EXPECT_EQ(ExifOrientation(whole.substr(0, size)), kUpright) << size;
  }
  std::string far_away = whole;
  far_away.replace(4, 4, Bytes({0xff, 0xff, 0xff, 0xff}));
  EXPECT_EQ(ExifOrientation(far_away), kUpright);
}

TEST(Exif, EveryOrientationIsTurnedUpright) {
  // "F" of 2x3 pixels as Exif 2.32 shows it: rows 1 1 / 1 0 / 1 0 seen upright, stored in eight ways.
  struct Stored {
    int orientation, width, height;
    std::vector<uint8_t> pixels;
  };
  const std::vector<Stored> ways = {{1, 2, 3, {1, 2, 3, 0, 4, 0}}, {2, 2, 3, {2, 1, 0, 3, 0, 4}},
                                    {3, 2, 3, {0, 4, 0, 3, 2, 1}}, {4, 2, 3, {4, 0, 3, 0, 1, 2}},
                                    {5, 3, 2, {1, 3, 4, 2, 0, 0}}, {6, 3, 2, {2, 0, 0, 1, 3, 4}},
                                    {7, 3, 2, {0, 0, 2, 4, 3, 1}}, {8, 3, 2, {4, 3, 1, 0, 0, 2}}};
  for (const Stored& stored : ways) {
    ColorImage image{Image<uint8_t>(1, stored.height, stored.width), stored.orientation};
    image.pixels.values() = stored.pixels;
    const Image<uint8_t> upright = Upright(image);
    EXPECT_EQ(upright.width(), 2) << stored.orientation;
    EXPECT_EQ(upright.values(), ways[0].pixels) << stored.orientation;
  }
}

TEST(Exif, IsReadFromPng) {
  const std::string row = Bytes({0, 1, 2, 3});
  EXPECT_EQ(DecodeColorPng(Png({1, 1, 8, 2}, row), "a.png").exif_orientation, kUpright);
  EXPECT_EQ(DecodeColorPng(Png({1, 1, 8, 2}, row, Chunk("eXIf", Exif(8, false))), "a.png").exif_orientation,
            8);
}

}  // namespace
}  // namespace isogs
