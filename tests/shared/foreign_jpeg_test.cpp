// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "shared/core/random.h"
#include "shared/image/codecs.h"
#include "shared/image/jpeg_messages.h"
#include "tests/shared/foreign_images.h"

namespace isogs {
namespace {

using testing::Each;

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
