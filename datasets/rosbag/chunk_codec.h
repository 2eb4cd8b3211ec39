// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace isogs {

enum class ChunkPacking { kNone, kBz2, kLz4, kZstd };

/// By the name that a chunk gives: none (or nothing), bz2, lz4, zstd. Throws Error for others.
ChunkPacking ChunkPackingNamed(std::string_view name);

/// Larger chunks are refused: their writers close them at some megabytes [bytes].
inline constexpr uint64_t kMaxChunkBytes = uint64_t{1} << 30;

/// The `size` bytes that `packed` stands for. Takes memory as they appear, not as `size` claims. Throws Error
/// where they are fewer, more, or damaged.
std::string Unpack(std::string_view packed, ChunkPacking packing, uint64_t size);

}  // namespace isogs
