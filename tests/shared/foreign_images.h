// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Images of kinds that IsoGS reads but does not write, made byte by byte after the standards (PNG, third
// edition, W3C; JPEG, ITU-T T.81; Exif 2.32).
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <initializer_list>
#include <string>

#include "shared/core/error.h"

namespace isogs {

inline std::string BigEndian(uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

inline std::string Chunk(const std::string& type, const std::string& data) {
  const std::string summed = type + data;
  const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(summed.data()), static_cast<uInt>(summed.size()));
  return BigEndian(static_cast<uint32_t>(data.size())) + summed + BigEndian(static_cast<uint32_t>(sum));
}

inline std::string Deflated(const std::string& bytes, int level = 6) {
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

inline std::string Header(const PngKind& kind) {
  return "\x89PNG\r\n\x1a\n" +
         Chunk("IHDR", BigEndian(kind.width) + BigEndian(kind.height) + kind.bits + kind.color_type +
                           std::string(2, '\0') + static_cast<char>(kind.interlaced));
}

/// `rows` begin with their filter each, 0 for none; `before` are the chunks before them.
inline std::string Png(const PngKind& kind, const std::string& rows, const std::string& before = "") {
  return Header(kind) + before + Chunk("IDAT", Deflated(rows)) + Chunk("IEND", "");
}

inline std::string Bytes(std::initializer_list<int> values) { return {values.begin(), values.end()}; }

/// Metadata that say how a picture lies, in either byte order, behind another entry.
inline std::string Exif(int orientation, bool little_endian) {
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

template <typename Decode>
void ExpectRefused(Decode decode, const std::string& file, const std::string& why) {
  EXPECT_THAT([&] { decode(file, "folder/a.file", {}); },
              testing::ThrowsMessage<Error>(
                  testing::AllOf(testing::HasSubstr("folder/a.file: found a"), testing::HasSubstr(why),
                                 testing::HasSubstr("expected"), testing::Not(testing::HasSubstr("\n")))));
}

}  // namespace isogs
