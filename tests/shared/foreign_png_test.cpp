// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "shared/image/codecs.h"
#include "tests/shared/foreign_images.h"

namespace isogs {
namespace {

using testing::ElementsAre;

/// With a wrong checksum.
std::string Damaged(std::string chunk) {
  chunk.back() ^= 1;
  return chunk;
}

std::string RgbOf(const std::string& png) {
  const std::vector<uint8_t> rgb = JoinRgb(DecodeColorPng(png, "a.png").pixels);
  return {rgb.begin(), rgb.end()};
}

constexpr PngKind kTwoDepths = {2, 1, 16, 0};
const std::string kTwoDepthsRow = Bytes({0, 0x12, 0x34, 0xff, 0xfe});

TEST(ForeignPng, SixteenBitsAreBigEndianInTheFile) {
  EXPECT_THAT(DecodeGray16Png(Png(kTwoDepths, kTwoDepthsRow), "a.png").values(), ElementsAre(0x1234, 0xfffe));
}

TEST(ForeignPng, EveryFilterIsUndone) {
  // The same row five times: as it is, by the values left, above, their mean, Paeth's choice of them.
  const std::string rows = Bytes({0, 1, 2, 2, 3, 1, 1, 2, 1, 1, 2, 0, 0, 0, 0, 3, 1, 1, 1, 1, 4, 0, 0, 0, 0});
  const Image<uint16_t> image = DecodeGray16Png(Png({2, 5, 16, 0}, rows), "a.png");
  for (int y = 0; y < 5; ++y) {
    EXPECT_EQ(image.at(y, 0), 0x0102) << y;
    EXPECT_EQ(image.at(y, 1), 0x0203) << y;
  }
}

TEST(ForeignPng, InterlacedPixelsComeInTheirPlaces) {
  constexpr int kWidth = 11, kHeight = 9;
  struct Pass {
    int x, y, step_x, step_y;
  };
  constexpr std::array<Pass, 7> kPasses = {
      {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};
  const auto depth_at = [](int x, int y) { return 1000 * y + 7 * x; };
  std::string depth_rows, color_rows;
  for (const Pass& pass : kPasses) {
    for (int y = pass.y; y < kHeight; y += pass.step_y) {
      depth_rows += '\0';
      color_rows += '\0';
      for (int x = pass.x; x < kWidth; x += pass.step_x) {
        depth_rows += Bytes({depth_at(x, y) >> 8, depth_at(x, y) & 0xff});
        color_rows += Bytes({x, y, x + y});
      }
    }
  }
  const Image<uint16_t> depth = DecodeGray16Png(Png({kWidth, kHeight, 16, 0, true}, depth_rows), "a.png");
  const Image<uint8_t> color = DecodeColorPng(Png({kWidth, kHeight, 8, 2, true}, color_rows), "a.png").pixels;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      EXPECT_EQ(depth.at(y, x), depth_at(x, y)) << x << " " << y;
      EXPECT_EQ(color.at(0, y, x), x);
      EXPECT_EQ(color.at(1, y, x), y);
      EXPECT_EQ(color.at(2, y, x), x + y);
    }
  }
}

TEST(ForeignPng, PalettesBecomeColours) {
  const std::string palette = Chunk("PLTE", Bytes({1, 2, 3, 4, 5, 6, 7, 8, 9}));
  const std::string expected = Bytes({7, 8, 9, 1, 2, 3, 4, 5, 6});
  EXPECT_EQ(RgbOf(Png({3, 1, 8, 3}, Bytes({0, 2, 0, 1}), palette)), expected);
  EXPECT_EQ(RgbOf(Png({3, 1, 2, 3}, Bytes({0, 0b10'00'01'00}), palette)), expected);
  const std::string transparent = palette + Chunk("tRNS", Bytes({0, 128}));
  EXPECT_EQ(RgbOf(Png({3, 1, 8, 3}, Bytes({0, 2, 0, 1}), transparent)), expected);
}

TEST(ForeignPng, AlphaIsDropped) {
  EXPECT_EQ(RgbOf(Png({2, 1, 8, 6}, Bytes({0, 1, 2, 3, 0, 4, 5, 6, 77}))), Bytes({1, 2, 3, 4, 5, 6}));
  const std::string row = Bytes({0, 1, 2, 3, 4, 5, 6});
  EXPECT_EQ(RgbOf(Png({2, 1, 8, 2}, row, Chunk("tRNS", Bytes({0, 1, 0, 2, 0, 3})))), row.substr(1));
}

TEST(ForeignPng, SixteenBitsOfColourAreRoundedToEight) {
  // 0x0080 = 128 is 0.498 of a level of 257, 0x0081 is 0.502; 0xfe7f and 0xfe80 lie about 253.5 and 254.
  const std::string row = Bytes({0, 0x00, 0x80, 0x00, 0x81, 0xff, 0xff});
  EXPECT_EQ(RgbOf(Png({1, 1, 16, 2}, row)), Bytes({0, 1, 255}));
  EXPECT_EQ(RgbOf(Png({1, 1, 16, 6}, row + Bytes({0x12, 0x34}))), Bytes({0, 1, 255}));
}

TEST(ForeignPng, GreyBecomesThreeEqualChannels) {
  const std::string expected = Bytes({0, 0, 0, 255, 255, 255});
  EXPECT_EQ(RgbOf(Png({2, 1, 1, 0}, Bytes({0, 0b01000000}))), expected);
  EXPECT_EQ(RgbOf(Png({2, 1, 2, 0}, Bytes({0, 0b00110000}))), expected);
  EXPECT_EQ(RgbOf(Png({2, 1, 4, 0}, Bytes({0, 0x0f}))), expected);
  EXPECT_EQ(RgbOf(Png({2, 1, 8, 0}, Bytes({0, 7, 200}))), Bytes({7, 7, 7, 200, 200, 200}));
  EXPECT_EQ(RgbOf(Png({2, 1, 8, 4}, Bytes({0, 7, 0, 200, 9}))), Bytes({7, 7, 7, 200, 200, 200}));
  EXPECT_EQ(RgbOf(Png({2, 1, 16, 0}, Bytes({0, 7, 7, 199, 255}))), Bytes({7, 7, 7, 199, 199, 199}));
  EXPECT_EQ(RgbOf(Png({1, 1, 16, 4}, Bytes({0, 7, 7, 1, 2}))), Bytes({7, 7, 7}));
}

TEST(ForeignPng, GammaAndProfilesChangeNothing) {
  const std::string gamma = Chunk("gAMA", BigEndian(100'000)) + Chunk("sBIT", Bytes({12}));
  EXPECT_THAT(DecodeGray16Png(Png(kTwoDepths, kTwoDepthsRow, gamma), "a.png").values(),
              ElementsAre(0x1234, 0xfffe));
  const std::string row = Bytes({0, 1, 100, 200});
  EXPECT_EQ(RgbOf(Png({1, 1, 8, 2}, row, Chunk("gAMA", BigEndian(100'000)))), row.substr(1));
}

TEST(ForeignPng, WrongChecksumsMatterWherePixelsDependOnThem) {
  const std::string header = Header(kTwoDepths), end = Chunk("IEND", "");
  const std::string pixels = Chunk("IDAT", Deflated(kTwoDepthsRow)), gamma = Chunk("gAMA", BigEndian(45'455));
  const std::string color_palette = Header({1, 1, 8, 3}) + Damaged(Chunk("PLTE", Bytes({1, 2, 3})));
  ExpectRefused(DecodeGray16Png, header + Damaged(pixels) + end, "corrupt or truncated PNG");
  ExpectRefused(DecodeGray16Png, Damaged(header) + pixels + end, "corrupt or truncated PNG");
  ExpectRefused(DecodeColorPng, color_palette + Chunk("IDAT", Deflated(Bytes({0, 0}))) + end, "corrupt");
  EXPECT_EQ(DecodeGray16Png(header + Damaged(gamma) + pixels + end, "a.png").at(0, 0), 0x1234);
}

TEST(ForeignPng, RefusesWhatIsNotWhole) {
  ExpectRefused(DecodeGray16Png, Png(kTwoDepths, kTwoDepthsRow.substr(0, 4)), "corrupt or truncated PNG");
  ExpectRefused(DecodeGray16Png, Header(kTwoDepths) + Chunk("IEND", ""), "corrupt or truncated PNG");
  ExpectRefused(DecodeGray16Png, Png(kTwoDepths, Bytes({9}) + kTwoDepthsRow.substr(1)), "corrupt");
  ExpectRefused(DecodeGray16Png, Png(kTwoDepths, kTwoDepthsRow, Chunk("ABCD", "critical")), "corrupt");
  ExpectRefused(DecodeColorPng, Png({1, 1, 8, 3}, Bytes({0, 0})), "corrupt");  // no palette
}

TEST(ForeignPng, PixelsMayComeInOneLargeChunk) {
  constexpr uint32_t kSide = 2100;
  std::string rows;
  for (uint32_t y = 0; y < kSide; ++y) rows += '\0' + std::string(size_t{2} * kSide, static_cast<char>(y));
  const std::string png =
      Header({kSide, kSide, 16, 0}) + Chunk("IDAT", Deflated(rows, 0)) + Chunk("IEND", "");
  EXPECT_GT(png.size(), 8'800'000u);
  EXPECT_EQ(DecodeGray16Png(png, "a.png").at(2099, 2099), 0x3333);
}

TEST(ForeignPng, TextsMayNotTakeMuchMemory) {
  const auto with_text = [](size_t size) {
    const std::string text = Bytes({'a', 0, 0}) + Deflated(std::string(size, 'x'));
    return Png(kTwoDepths, kTwoDepthsRow, Chunk("zTXt", text));
  };
  EXPECT_EQ(DecodeGray16Png(with_text(1'000'000), "a.png").at(0, 0), 0x1234);
  ExpectRefused(DecodeGray16Png, with_text(100'000'000), "corrupt");
}

}  // namespace
}  // namespace isogs
