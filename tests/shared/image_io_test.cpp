// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/image_io.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "shared/image/convert.h"
#include "shared/io/file.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A smooth picture with some texture: compresses as photographs do.
Image<uint8_t> ColorPicture(int height, int width, int channels = 3) {
  Image<uint8_t> image(channels, height, width);
  for (int c = 0; c < channels; ++c) {
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        image.at(c, y, x) =
            static_cast<uint8_t>(128 + 60 * std::sin(0.1 * x + c) + 50 * std::cos(0.07 * y * c));
      }
    }
  }
  return image;
}

Image<uint16_t> DepthPicture(int height, int width) {
  Image<uint16_t> image(1, height, width);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) image.at(y, x) = static_cast<uint16_t>(1000 * y + 7 * x);
  }
  image.at(0, 0) = 65535;
  return image;
}

void WriteText(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

template <typename Read>
std::string ErrorOf(const Read& read) {
  try {
    read();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

/// One line that names the file and holds each of the parts.
testing::Matcher<std::string> NamesFile(const std::filesystem::path& path, const std::string& found,
                                        const std::string& expected) {
  return AllOf(HasSubstr(path.string()), HasSubstr(found), HasSubstr(expected), Not(HasSubstr("\n")));
}

class ImageIo : public testing::Test {
 protected:
  TemporaryFolder folder_;
};

TEST_F(ImageIo, PngKeepsColourExactly) {
  const Image<uint8_t> image = ColorPicture(31, 47);
  WritePng(folder_ / "a.png", image);
  EXPECT_EQ(ReadColorImage(folder_ / "a.png").pixels.values(), image.values());
}

TEST_F(ImageIo, PngKeepsSixteenBitsExactly) {
  const Image<uint16_t> image = DepthPicture(33, 21);
  WritePng(folder_ / "a.png", image, 9);
  const Image<uint16_t> read = ReadGray16Png(folder_ / "a.png");
  EXPECT_EQ(read.height(), 33);
  EXPECT_EQ(read.width(), 21);
  EXPECT_EQ(read.values(), image.values());
  // Big-endian in the file, as the PNG standard says: the first value 65535, the second 7.
  EXPECT_EQ(read.at(0, 1), 7);
}

TEST_F(ImageIo, JpegComesBackNearly) {
  const Image<uint8_t> image = ColorPicture(48, 64);
  WriteJpeg(folder_ / "a.jpg", image, 95);
  const Image<uint8_t> read = ReadColorImage(folder_ / "a.jpg").pixels;
  ASSERT_EQ(read.values().size(), image.values().size());
  for (size_t i = 0; i < image.values().size(); ++i) {
    ASSERT_LE(std::abs(static_cast<int>(read.values()[i]) - image.values()[i]), 6) << i;
  }
}

TEST_F(ImageIo, JpegOfAnyQualityHasTheAccurateTransform) {
  const Image<uint8_t> image = ColorPicture(48, 64);
  const auto mean_square = [&](int quality) {
    WriteJpeg(folder_ / "a.jpg", image, quality);
    const Image<uint8_t> read = ReadColorImage(folder_ / "a.jpg").pixels;
    double sum = 0.0;
    for (size_t i = 0; i < image.values().size(); ++i) {
      sum += std::pow(read.values()[i] - image.values()[i], 2);
    }
    return sum / static_cast<double>(image.values().size());
  };
  // A fast transform would have half as much error again.
  EXPECT_LT(mean_square(95), 1.25 * mean_square(96));
}

TEST_F(ImageIo, ShapesComeWithoutDecoding) {
  WriteJpeg(folder_ / "a.jpg", ColorPicture(24, 40), 90);
  WritePng(folder_ / "d.png", DepthPicture(9, 11));
  for (const char* name : {"a.jpg", "d.png"}) {
    const std::string whole = ReadWholeFile(folder_ / name);
    WriteText(folder_ / name, whole.substr(0, whole.size() - 20));
  }
  EXPECT_EQ(ReadImageShape(folder_ / "a.jpg"), (ImageShape{40, 24}));
  EXPECT_EQ(ReadImageShape(folder_ / "d.png"), (ImageShape{11, 9}));
}

TEST_F(ImageIo, GoesByContentNotByName) {
  WritePng(folder_ / "a.jpg", ColorPicture(8, 8));
  EXPECT_EQ(ReadColorImage(folder_ / "a.jpg").pixels.width(), 8);
}

TEST_F(ImageIo, NamesAMissingFile) {
  EXPECT_THAT(ErrorOf([&] { ReadColorImage(folder_ / "none.jpg"); }), HasSubstr("none.jpg"));
  EXPECT_THAT(ErrorOf([&] { ReadGray16Png(folder_ / "none.png"); }), HasSubstr("none.png"));
  EXPECT_THAT(ErrorOf([&] { ReadColorImage(folder_.path()); }), HasSubstr(folder_.path().string()));
}

TEST_F(ImageIo, NamesFilesOfAnotherKind) {
  const auto text = folder_ / "text.jpg", empty = folder_ / "empty.png", gray = folder_ / "gray.png",
             color = folder_ / "color.png", depth = folder_ / "depth.png", jpeg = folder_ / "jpeg.png";
  WriteText(text, "no picture");
  WriteText(empty, "");
  WritePng(gray, ColorPicture(4, 4, 1));
  WritePng(color, ColorPicture(4, 4));
  WritePng(depth, DepthPicture(4, 4));
  WriteJpeg(jpeg, ColorPicture(4, 4), 90);
  EXPECT_THAT(ErrorOf([&] { ReadColorImage(text); }),
              NamesFile(text, "neither JPEG nor PNG", "a JPEG or PNG"));
  EXPECT_THAT(ErrorOf([&] { ReadColorImage(empty); }), NamesFile(empty, "empty", "a JPEG or PNG"));
  EXPECT_THAT(ErrorOf([&] { ReadImageShape(text); }),
              NamesFile(text, "neither JPEG nor PNG", "a JPEG or PNG"));
  EXPECT_THAT(ErrorOf([&] { ReadGray16Png(color); }), NamesFile(color, "8-bit colour", "16-bit grey"));
  EXPECT_THAT(ErrorOf([&] { ReadGray16Png(gray); }), NamesFile(gray, "8-bit grey", "16-bit grey"));
  EXPECT_THAT(ErrorOf([&] { ReadGray16Png(jpeg); }), NamesFile(jpeg, "a JPEG", "16-bit grey"));
  EXPECT_THAT(ErrorOf([&] { ReadGray16Png(empty); }), NamesFile(empty, "empty", "16-bit grey"));
}

TEST_F(ImageIo, RefusesEveryTruncatedFile) {
  WriteJpeg(folder_ / "a.jpg", ColorPicture(24, 40), 90);
  WritePng(folder_ / "c.png", ColorPicture(9, 11));
  WritePng(folder_ / "d.png", DepthPicture(9, 11));
  for (const std::string name : {"a.jpg", "c.png", "d.png"}) {
    const std::string whole = ReadWholeFile(folder_ / name);
    const auto cut = folder_ / ("cut_" + name);
    const size_t end_marker = name == "a.jpg" ? 2 : 0;  // without it alone, no pixel of a JPEG is missing
    for (size_t size = 0; size < whole.size() - end_marker; ++size) {
      WriteText(cut, whole.substr(0, size));
      const std::string error = ErrorOf([&] {
        if (name == "d.png") {
          ReadGray16Png(cut);
        } else {
          ReadColorImage(cut);
        }
      });
      ASSERT_THAT(error, NamesFile(cut, "found", "expected")) << "cut to " << size << " of " << whole.size();
    }
  }
}

TEST_F(ImageIo, CorruptFilesNeverCrash) {
  WriteJpeg(folder_ / "a.jpg", ColorPicture(24, 40), 90);
  WritePng(folder_ / "d.png", DepthPicture(9, 11));
  Random random(7);
  int refused = 0;
  for (int round = 0; round < 2000; ++round) {
    const bool jpeg = round % 2 == 0;
    std::string bytes = ReadWholeFile(folder_ / (jpeg ? "a.jpg" : "d.png"));
    for (int flips = 0; flips < 3; ++flips) {
      bytes[random.NextIndex(bytes.size())] ^= static_cast<char>(1 + random.NextIndex(255));
    }
    WriteText(folder_ / "bad", bytes);
    try {
      if (jpeg) {
        ReadColorImage(folder_ / "bad");
      } else {
        ReadGray16Png(folder_ / "bad");
      }
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000);  // every damaged PNG (checksums), part of the JPEGs
}

TEST_F(ImageIo, RefusesHugeSizesBeforeTakingMemory) {
  WritePng(folder_ / "a.png", DepthPicture(2, 2));
  std::string bytes = ReadWholeFile(folder_ / "a.png");
  const size_t header = 12;  // "IHDR", then width and height, 13 bytes in all, then the checksum of the 17
  bytes.replace(header + 4, 8, std::string("\x00\x00\x80\x00\x00\x00\x80\x00", 8));  // 32768 x 32768
  const uLong checksum = crc32(0, reinterpret_cast<const Bytef*>(bytes.data() + header), 17);
  for (size_t i = 0; i < 4; ++i) bytes[header + 17 + i] = static_cast<char>(checksum >> (24 - 8 * i));
  WriteText(folder_ / "huge.png", bytes);
  EXPECT_THAT(ErrorOf([&] { ReadGray16Png(folder_ / "huge.png"); }),
              NamesFile(folder_ / "huge.png", "32768x32768", "16384"));
}

TEST_F(ImageIo, RefusesToWriteWhatIsNoPicture) {
  EXPECT_THAT(ErrorOf([&] { WritePng(folder_ / "none.png", Image<uint8_t>()); }), HasSubstr("0x0"));
  EXPECT_THAT(ErrorOf([&] { WriteJpeg(folder_ / "none.jpg", Image<uint8_t>(1, 2, 2), 90); }),
              HasSubstr("1 channel"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "none.png"));
}

TEST_F(ImageIo, ReportsAFolderThatCannotBeWritten) {
  EXPECT_THAT(ErrorOf([&] { WritePng(folder_ / "none/a.png", ColorPicture(4, 4)); }),
              HasSubstr("none/a.png"));
}

TEST(ImageConversion, BytesComeBackFromFloats) {
  Image<uint8_t> bytes(1, 16, 16);
  for (int i = 0; i < 256; ++i) bytes.values()[static_cast<size_t>(i)] = static_cast<uint8_t>(i);
  EXPECT_EQ(ToBytes(ToFloat(bytes)).values(), bytes.values());
}

TEST(ImageConversion, ClampsWhatIsNoColour) {
  Image<float> odd(1, 1, 5);
  odd.values() = {-0.5f, 1.5f, NAN, INFINITY, -INFINITY};
  EXPECT_THAT(ToBytes(odd).values(), testing::ElementsAre(0, 255, 0, 255, 0));
}

}  // namespace
}  // namespace isogs
