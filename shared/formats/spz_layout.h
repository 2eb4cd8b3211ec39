// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

/// The SPZ format (nianticlabs/spz, MIT): README.md of June 2026 for version 4, load-spz.cc for versions 1 to
/// 3. Axes are x right, y up, z back: PLY's with other signs of y and z.
namespace isogs::spz {

inline constexpr std::array<char, 4> kMagic = {'N', 'G', 'S', 'P'};
inline constexpr float kColorScale = 0.15f;  // leaves room for colours beyond 0 to 1
inline constexpr float kScaleSteps = 16.0f;  // a logarithm
inline constexpr float kLeastLogScale = -10.0f;
inline constexpr float kLargestOther = 0.70710678f;  // no number of a rotation but the largest exceeds it

/// What every version begins with: in versions 1 to 3 it is packed like all behind it.
struct LegacyHeader {
  std::array<char, 4> magic = kMagic;
  uint32_t version = 0;
  uint32_t count = 0;
  uint8_t sh_degree = 0;
  uint8_t fractional_bits = 0;
  uint8_t flags = 0;
  uint8_t reserved = 0;
};
static_assert(sizeof(LegacyHeader) == 16);

/// Version 4.
struct Header {
  std::array<char, 4> magic = kMagic;
  uint32_t version = 4;
  uint32_t count = 0;
  uint8_t sh_degree = 0;
  uint8_t fractional_bits = 0;
  uint8_t flags = 0;
  uint8_t streams = 0;
  uint32_t contents_offset = 32;  // of two sizes for each stream, compressed and not
  std::array<uint8_t, 12> reserved = {};
};
static_assert(sizeof(Header) == 32);

}  // namespace isogs::spz
