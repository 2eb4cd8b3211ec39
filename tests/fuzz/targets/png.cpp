// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstring>

#include "shared/image/codecs.h"
#include "shared/image/image_io.h"
#include "shared/io/checksum.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/targets/small_images.h"

namespace isogs::fuzz {
namespace {

constexpr size_t kSignatureBytes = 8;
constexpr size_t kAroundData = 12;  // length and type before a chunk's data, checksum behind

uint32_t BigEndian(const char* bytes) {
  uint32_t value = 0;
  std::memcpy(&value, bytes, sizeof(value));
  return __builtin_bswap32(value);
}

/// The same file with right checksums, so that what they protect is read.
std::string WithRightChecksums(std::string_view file) {
  std::string png(file);
  for (size_t at = kSignatureBytes; png.size() >= at + kAroundData;) {
    const size_t length = BigEndian(&png[at]);
    if (length > png.size() - at - kAroundData) break;
    const std::string_view checked = std::string_view(png).substr(at + 4, 4 + length);
    const uint32_t crc = __builtin_bswap32(Crc32(0, std::as_bytes(std::span(checked))));
    std::memcpy(&png[at + 8 + length], &crc, sizeof(crc));
    at += kAroundData + length;
  }
  return png;
}

void ReadColor(const Input& input) {
  const std::string png = WithRightChecksums(input.text());
  ReadColorImage(Input(png, input.folder()).File("color.png"), RefuseLargeImages);
}

void ReadDepth(const Input& input) {
  const std::string png = WithRightChecksums(input.text());
  ReadGray16Png(Input(png, input.folder()).File("depth.png"), RefuseLargeImages);
}

void ReadEither(const Input& input) {
  const std::filesystem::path file = input.File("any.png");
  try {
    ReadGray16Png(file, RefuseLargeImages);
  } catch (const std::exception&) {
    ReadColorImage(file, RefuseLargeImages);
  }
}

Image<uint8_t> Color() {
  Image<uint8_t> color(3, 12, 16);
  for (size_t i = 0; i < color.values().size(); ++i) color.data()[i] = static_cast<uint8_t>(7 * i);
  return color;
}

std::vector<std::string> ColorSeeds() {
  return {EncodePng(Color(), 9, "seed"), EncodePng(Color(), 0, "seed")};
}

std::vector<std::string> DepthSeeds() {
  Image<uint16_t> depth(1, 12, 16);
  for (size_t i = 0; i < depth.values().size(); ++i) depth.data()[i] = static_cast<uint16_t>(1000 + 11 * i);
  return {EncodePng(depth, 9, "seed"), EncodePng(depth, 0, "seed")};
}

std::vector<std::string> AllSeeds() {
  std::vector<std::string> seeds = ColorSeeds();
  for (const std::string& seed : DepthSeeds()) seeds.push_back(seed);
  return seeds;
}

std::vector<std::string> Words() { return {"IHDR", "IDAT", "IEND", "PLTE", "tRNS", "zTXt", "iCCP", "eXIf"}; }

const Registration kColor({"png_color", ReadColor, ColorSeeds, Words});
const Registration kDepth({"png_depth", ReadDepth, DepthSeeds, Words});
const Registration kEither({"png_checksums", ReadEither, AllSeeds, Words});

}  // namespace
}  // namespace isogs::fuzz
