// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "shared/io/file.h"
#include "tests/datasets/replica_fixture.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

TEST_F(ReplicaDataset, NamesATruncatedImage) {
  Make();
  for (const char* name : {"results/frame000001.jpg", "results/depth000002.png"}) {
    fs::resize_file(Room(name), fs::file_size(Room(name)) - 20);
  }
  EXPECT_THAT(ReadError(1), AllOf(HasSubstr("frame000001.jpg"), HasSubstr("JPEG")));
  EXPECT_THAT(ReadError(2), AllOf(HasSubstr("depth000002.png"), HasSubstr("PNG")));
}

TEST_F(ReplicaDataset, NamesImagesOfAnotherSizeOrKind) {
  Make();
  WritePng(Room("results/depth000000.png"), Image<uint16_t>(1, 6, 8, 1000));
  WriteJpeg(Room("results/frame000001.jpg"), Image<uint8_t>(3, 24, 32, 9), 90);
  WritePng(Room("results/depth000002.png"), Image<uint8_t>(1, 12, 16, 9));
  EXPECT_THAT(ReadError(0), AllOf(HasSubstr("depth000000.png"), HasSubstr("8x6"), HasSubstr("16x12")));
  EXPECT_THAT(ReadError(1), AllOf(HasSubstr("frame000001.jpg"), HasSubstr("32x24"), HasSubstr("16x12")));
  EXPECT_THAT(ReadError(2), AllOf(HasSubstr("depth000002.png"), HasSubstr("8-bit"), HasSubstr("16-bit")));
}

TEST_F(ReplicaDataset, ComparesSizesBeforeItDecodes) {
  Make();
  for (const char* name : {"results/frame000001.jpg", "results/depth000002.png"}) {
    const bool depth = name[8] == 'd';
    WritePng(Room(name), Image<uint16_t>(1, 12, 17, 1000));
    fs::resize_file(Room(name), 50);  // the header is whole, its pixels are not
    EXPECT_THAT(ReadError(depth ? 2 : 1), AllOf(HasSubstr(name), HasSubstr("17x12"), HasSubstr("16x12")));
  }
}

TEST_F(ReplicaDataset, AveragesColoursOfMorePixelsThanDepth) {
  Make(1);
  Image<uint8_t> color(3, 24, 32);
  for (int y = 0; y < 24; ++y) {
    for (int x = 0; x < 32; ++x) {
      for (int c = 0; c < 3; ++c) color.at(c, y, x) = static_cast<uint8_t>(60 + 3 * x + 2 * y);
    }
  }
  WritePng(Room("results/frame000000.png"), color);
  fs::remove(Room("results/frame000000.jpg"));
  const auto expect_mean = [&] {
    const auto dataset = Open();
    const Camera depth = TinyFrame(0).camera;
    EXPECT_EQ(dataset->camera().width, 16);
    EXPECT_EQ(dataset->camera().fx, depth.fx);
    EXPECT_EQ(dataset->camera().cx, depth.cx);
    EXPECT_EQ(dataset->camera().cy, depth.cy);
    const Frame frame = dataset->Read(0);
    EXPECT_EQ(frame.depth_m.width(), 16);
    EXPECT_NEAR(frame.color.at(1, 2, 3), (60 + 3 * 6.5 + 2 * 4.5) / 255, 1e-5);
  };
  expect_mean();  // the camera is depth's
  const Camera colors = TinyFrame(0).camera.Resized(32, 24);
  WriteText(Room("cam_params.json"),
            "{\"camera\": {\"w\": 32, \"h\": 24, \"fx\": " + std::to_string(colors.fx) +
                ", \"fy\": " + std::to_string(colors.fy) + ", \"cx\": " + std::to_string(colors.cx) +
                ", \"cy\": " + std::to_string(colors.cy) + ", \"scale\": 6553.5}}");
  expect_mean();  // the camera is colour's: c' = (c + 0.5) s - 0.5
}

/// A JPEG that says how it lies, beside `depth`.
std::string WithOrientation(std::string jpeg, char orientation) {
  constexpr std::string_view kExif(
      "\xff\xe1\0\x22"
      "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0O\0\0\0\0\0\0",
      36);
  jpeg.insert(2, kExif);
  jpeg[2 + kExif.find('O')] = orientation;
  return jpeg;
}

TEST_F(ReplicaDataset, TurnsColoursWhereDepthTellsHow) {
  Make(1);
  const fs::path file = Room("results/frame000000.jpg");
  const auto write = [&](int width, int height, char orientation) {
    Image<uint8_t> color(3, height, width, 50);
    for (int c = 0; c < 3; ++c) {
      for (int x = 0; x < width; ++x) color.at(c, 0, x) = color.at(c, 1, x) = 200;  // stored on top
    }
    WriteJpeg(file, color, 100);
    WriteText(file, WithOrientation(ReadWholeFile(file), orientation));
  };
  write(16, 12, 1);
  EXPECT_NEAR(Open()->Read(0).color.at(0, 0, 8), 200.0 / 255, 0.02);
  write(12, 16, 6);  // on its side: the stored top is on the right
  EXPECT_NEAR(Open()->Read(0).color.at(0, 5, 15), 200.0 / 255, 0.02);
  write(16, 12, 6);  // only as stored it fits depth
  EXPECT_NEAR(Open()->Read(0).color.at(0, 0, 8), 200.0 / 255, 0.02);
  write(16, 12, 3);
  EXPECT_THAT(ReadError(0), AllOf(HasSubstr("frame000000.jpg: found Exif orientation 3"), HasSubstr("depth"),
                                  HasSubstr("exiftool")));
}

}  // namespace
}  // namespace isogs
