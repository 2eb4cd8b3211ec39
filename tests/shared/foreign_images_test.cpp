// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Images of kinds that IsoGS reads but does not write, made here byte by byte after the standards (PNG,
// third edition, W3C; JPEG, ITU-T T.81).
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "shared/image/codecs.h"
#include "shared/image/jpeg_messages.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

// --- PNG ---

std::string BigEndian(uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string Chunk(const std::string& type, const std::string& data) {
  const std::string summed = type + data;
  const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(summed.data()), static_cast<uInt>(summed.size()));
  return BigEndian(static_cast<uint32_t>(data.size())) + summed + BigEndian(static_cast<uint32_t>(sum));
}

/// With a wrong checksum.
std::string Damaged(std::string chunk) {
  chunk.back() ^= 1;
  return chunk;
}

std::string Deflated(const std::string& bytes, int level = 6) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()),
            bytes.size(), level);
  packed.resize(size);
  return packed;
}

struct PngKind {
  uint32_t width, height;
  char bits, color_type;  // 0 grey, 2 colour, 3 palette, 4 grey with alpha, 6 colour with alpha
  bool interlaced = false;
};

std::string Header(const PngKind& kind) {
  return "\x89PNG\r\n\x1a\n" +
         Chunk("IHDR", BigEndian(kind.width) + BigEndian(kind.height) + kind.bits + kind.color_type +
                           std::string(2, '\0') + static_cast<char>(kind.interlaced));
}

/// `rows` begin with their filter each, 0 for none; `before` are the chunks before them.
std::string Png(const PngKind& kind, const std::string& rows, const std::string& before = "") {
  return Header(kind) + before + Chunk("IDAT", Deflated(rows)) + Chunk("IEND", "");
}

std::string Bytes(std::initializer_list<int> values) { return {values.begin(), values.end()}; }

std::string RgbOf(const std::string& png) {
  const std::vector<uint8_t> rgb = JoinRgb(DecodeColorPng(png, "a.png").pixels);
  return {rgb.begin(), rgb.end()};
}

template <typename Decode>
void ExpectRefused(Decode decode, const std::string& file, const std::string& why) {
  EXPECT_THAT([&] { decode(file, "folder/a.file", {}); },
              ThrowsMessage<Error>(AllOf(HasSubstr("folder/a.file: found a"), HasSubstr(why),
                                         HasSubstr("expected"), Not(HasSubstr("\n")))));
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

// --- Exif ---

/// Metadata that say how a picture lies, in either byte order, behind another entry.
std::string Exif(int orientation, bool little_endian) {
  const auto number = [&](uint32_t value, int size) {
    std::string bytes = BigEndian(value).substr(static_cast<size_t>(4 - size));
    return little_endian ? std::string(bytes.rbegin(), bytes.rend()) : bytes;
  };
  const auto entry = [&](uint32_t tag, uint32_t value) {
    return number(tag, 2) + number(3, 2) + number(1, 4) + number(value, 2) + std::string(2, '\0');
  };
  return (little_endian ? "II" : "MM") + number(42, 2) + number(8, 4) + number(2, 2) + entry(0x0106, 2) +
         entry(0x0112, static_cast<uint32_t>(orientation)) + number(0, 4);
}

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

// --- JPEG ---

/// A picture of medium grey (every coefficient is 0), whose components have these sampling factors,
/// horizontal in the upper four bits. Huffman tables have one code each, "0".
std::string FlatJpeg(int width, int height, const std::vector<int>& sampling) {
  const int count = static_cast<int>(sampling.size());
  std::string file = Bytes({0xff, 0xd8, 0xff, 0xdb, 0, 67, 0}) + std::string(64, '\1');
  file += Bytes({0xff, 0xc0, 0, 8 + 3 * count, 8, 0, height, 0, width, count});
  for (int i = 0; i < count; ++i) file += Bytes({i + 1, sampling[static_cast<size_t>(i)], 0});
  for (const int table : {0x00, 0x10}) file += Bytes({0xff, 0xc4, 0, 20, table, 1}) + std::string(16, '\0');
  file += Bytes({0xff, 0xda, 0, 6 + 2 * count, count});
  for (int i = 0; i < count; ++i) file += Bytes({i + 1, 0});
  // More than enough zeros for one group of blocks or four. What is over does not matter to a decoder.
  return file + Bytes({0, 63, 0}) + std::string(6, '\0') + Bytes({0xff, 0xd9});
}

TEST(ForeignJpeg, AnySamplingOfChromaIsRead) {
  for (const int luma : {0x11, 0x21, 0x22, 0x12, 0x41, 0x14, 0x31, 0x42, 0x24}) {
    const std::string file = FlatJpeg(8, 8, {luma, 0x11, 0x11});
    EXPECT_THAT(DecodeJpeg(file, "a.jpg").pixels.values(), Each(128)) << luma;
  }
}

/// Each component has a quantisation table, Huffman tables and bits of its own, so that damage shows.
std::string PictureJpeg() {
  Image<uint8_t> image(3, 40, 56);
  Random random(3);
  for (uint8_t& value : image.values()) value = static_cast<uint8_t>(random.NextIndex(256));
  return EncodeJpeg(image, 80, "a.jpg");
}

std::vector<uint8_t> PixelsOf(const std::string& jpeg) { return DecodeJpeg(jpeg, "a.jpg").pixels.values(); }

std::string With(std::string file, size_t place, const std::string& inserted) {
  return file.insert(place, inserted);
}

TEST(ForeignJpeg, GreyBecomesThreeEqualChannels) {
  const ColorImage image = DecodeJpeg(FlatJpeg(8, 8, {0x11}), "a.jpg");
  EXPECT_EQ(image.pixels.channels(), 3);
  EXPECT_THAT(image.pixels.values(), Each(128));
}

TEST(ForeignJpeg, RefusesOtherNumbersOfChannels) {
  ExpectRefused(DecodeJpeg, FlatJpeg(8, 8, {0x11, 0x11}), "JPEG of 2 channels");
  ExpectRefused(DecodeJpeg, FlatJpeg(8, 8, {0x11, 0x11, 0x11, 0x11}), "JPEG of 4 channels");
}

TEST(ForeignJpeg, WarningsThatCostNoPixelChangeNone) {
  const std::string file = PictureJpeg();
  const std::vector<uint8_t> pixels = PixelsOf(file);
  const size_t tables = file.find("\xff\xdb"), scan = file.find("\xff\xda"), end = file.size() - 2;
  EXPECT_EQ(PixelsOf(With(file, 2, "\x55")), pixels);                        // behind the first marker
  EXPECT_EQ(PixelsOf(With(file, tables, Bytes({0x55, 0xaa, 0}))), pixels);   // before a table
  EXPECT_EQ(PixelsOf(With(file, scan, std::string(300, '\7'))), pixels);     // before the scan's header
  EXPECT_EQ(PixelsOf(With(file, end, std::string(40, '\0'))), pixels);       // fill behind the scan
  EXPECT_EQ(PixelsOf(file.substr(0, end)), pixels);                          // no end
  EXPECT_EQ(PixelsOf(file.substr(0, end + 1)), pixels);                      // half of it
  EXPECT_EQ(PixelsOf(file.substr(0, end) + std::string(40, '\0')), pixels);  // fill for it
  EXPECT_EQ(PixelsOf(file + "something else"), pixels);
  std::string revision = file;
  revision[file.find("JFIF") + 5] = 2;
  EXPECT_EQ(PixelsOf(revision), pixels);
  std::string spectrum = file;  // a sequential file's scan with a progressive one's numbers
  spectrum[scan + 11] = 5;
  EXPECT_EQ(PixelsOf(spectrum), pixels);
}

/// The same picture in several scans: progressive, or sequential with one for each component.
std::string ScansJpeg(const std::vector<uint8_t>& gray, bool progressive) {
  constexpr JDIMENSION kSide = 32;
  JpegMessages messages;
  jpeg_compress_struct encoder{};
  encoder.err = messages.manager();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;  // NOLINT: libjpeg's type
  jpeg_create_compress(&encoder);
  jpeg_mem_dest(&encoder, &bytes, &size);
  encoder.image_width = encoder.image_height = kSide;
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  const std::array<jpeg_scan_info, 3> one_each = {
      {{1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}}};
  encoder.scan_info = one_each.data();
  encoder.num_scans = 3;
  if (progressive) jpeg_simple_progression(&encoder);
  jpeg_start_compress(&encoder, TRUE);
  for (JDIMENSION y = 0; y < kSide; ++y) {
    std::array<uint8_t, size_t{3} * kSide> row;
    for (size_t i = 0; i < row.size(); ++i) row[i] = gray[size_t{kSide} * y + i / 3];
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&encoder, &pointer, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  std::free(bytes);
  return file;
}

TEST(ForeignJpeg, MissingScansAreRefused) {
  std::vector<uint8_t> gray(size_t{32} * 32);
  Random random(5);
  for (uint8_t& value : gray) value = static_cast<uint8_t>(random.NextIndex(256));
  const std::string progressive = ScansJpeg(gray, true), sequential = ScansJpeg(gray, false);
  EXPECT_EQ(PixelsOf(progressive.substr(0, progressive.size() - 2)), PixelsOf(progressive));
  ExpectRefused(DecodeJpeg, progressive.substr(0, progressive.rfind("\xff\xda")), "ends too early");
  ExpectRefused(DecodeJpeg, sequential.substr(0, sequential.rfind("\xff\xda")), "ends too early");
  EXPECT_EQ(DecodeJpeg(sequential, "a.jpg").pixels.width(), 32);
}

TEST(ForeignJpeg, DamageInTheScanIsRefused) {
  const std::string file = PictureJpeg();
  const size_t scan = file.find("\xff\xda") + 14, end = file.size() - 2, middle = (scan + end) / 2;
  ExpectRefused(DecodeJpeg, file.substr(0, middle), "premature end of data segment");
  ExpectRefused(DecodeJpeg, file.substr(0, end - 1), "premature end of data segment");
  ExpectRefused(DecodeJpeg, With(file, middle, "\xff\xd9"), "premature end of data segment");
  ExpectRefused(DecodeJpeg, With(file, end, file.substr(middle, 60)), "extraneous bytes before marker 0xd9");
  std::string erased = file;
  erased.erase(middle, 40);
  ExpectRefused(DecodeJpeg, erased, "corrupt or truncated JPEG");
  // Most flips of a byte derail the decoder for good.
  int refused = 0;
  for (size_t place = scan; place < end; place += 16) {
    std::string flipped = file;
    flipped[place] ^= 0x5a;
    try {
      DecodeJpeg(flipped, "a.jpg");
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, static_cast<int>((end - scan) / 16 / 2));
}

TEST(ForeignJpeg, TellsHowItLies) {
  const std::string file = PictureJpeg();
  EXPECT_EQ(DecodeJpeg(file, "a.jpg").exif_orientation, kUpright);
  const std::string name = "http://ns.adobe.com/xap/1.0/";
  const std::string other = Bytes({0xff, 0xe1, 0, static_cast<int>(2 + name.size())}) + name;
  for (const int orientation : {1, 3, 6}) {
    const std::string exif = std::string("Exif\0\0", 6) + Exif(orientation, true);
    const std::string marker = Bytes({0xff, 0xe1, 0, static_cast<int>(2 + exif.size())}) + exif;
    const std::string turned = With(file, 2, other + marker);
    EXPECT_EQ(DecodeJpeg(turned, "a.jpg").exif_orientation, orientation);
    EXPECT_EQ(ReadJpegShape(turned, "a.jpg"), (ImageShape{56, 40, orientation}));
    EXPECT_EQ(PixelsOf(turned), PixelsOf(file));
  }
}

TEST(ForeignJpeg, RefusesWhatHoldsNoPicture) {
  const std::string file = FlatJpeg(8, 8, {0x11, 0x11, 0x11});
  ExpectRefused(DecodeJpeg, file.substr(0, 71) + Bytes({0xff, 0xd9}), "corrupt or truncated JPEG");
  ExpectRefused(DecodeJpeg, Bytes({0xff, 0xd8}), "corrupt or truncated JPEG");
  ExpectRefused(DecodeJpeg, FlatJpeg(0, 8, {0x11, 0x11, 0x11}), "corrupt or truncated JPEG");
}

TEST(ForeignJpeg, RefusesHugeSizesBeforeTakingMemory) {
  std::string file = FlatJpeg(8, 8, {0x11, 0x11, 0x11});
  file.replace(file.find("\xff\xc0") + 5, 4, Bytes({0xf0, 0, 0xf0, 0}));
  ExpectRefused(DecodeJpeg, file, "61440x61440");
}

}  // namespace
}  // namespace isogs
