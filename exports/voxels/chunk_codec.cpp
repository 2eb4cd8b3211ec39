// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/chunk_codec.h"

#include <libdeflate.h>

#include <bit>
#include <cstdint>
#include <memory>
#include <new>

namespace isogs {
namespace {

static_assert(std::endian::native == std::endian::little, "values are stored as they lie in memory");

/// First the lowest byte of each value, then the next one of each, and so on.
std::vector<std::byte> Shuffled(std::span<const float> values) {
  const size_t count = values.size();
  std::vector<std::byte> bytes(sizeof(float) * count);
  for (size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<uint32_t>(values[i]);
    for (size_t k = 0; k < sizeof(float); ++k)
      bytes[k * count + i] = static_cast<std::byte>(bits >> (8 * k) & 0xff);
  }
  return bytes;
}

}  // namespace

std::vector<std::byte> ShuffledAndDeflated(std::span<const float> values, int level) {
  const std::vector<std::byte> plain = Shuffled(values);
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(level), libdeflate_free_compressor);
  if (!compressor) throw std::bad_alloc();
  std::vector<std::byte> packed(libdeflate_zlib_compress_bound(compressor.get(), plain.size()));
  packed.resize(
      libdeflate_zlib_compress(compressor.get(), plain.data(), plain.size(), packed.data(), packed.size()));
  packed.shrink_to_fit();
  return packed;
}

}  // namespace isogs
