// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/chunk_codec.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <new>

#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr size_t kFirstRatio = 4;
constexpr size_t kLeastBytes = 1 << 10;

/// What a decoder did: how much it took and gave.
struct Step {
  size_t taken = 0;
  size_t given = 0;
  bool is_end = false;
};

/// `decode(in, room)` works on as much as it likes.
template <typename Decode>
std::string UnpackBySteps(std::string_view packed, uint64_t size, const Decode& decode) {
  if (size > kMaxChunkBytes) throw Error("claims " + std::to_string(size) + " bytes, expected at most 2^30");
  const auto end = static_cast<size_t>(size);
  std::string bytes(std::min(end, std::max(kLeastBytes, kFirstRatio * packed.size())), '\0');
  size_t given = 0;
  for (bool is_end = false; !is_end;) {
    if (given == bytes.size() && given < end) bytes.resize(std::min(end, 2 * given));
    const Step step = decode(packed, bytes.data() + given, bytes.size() - given);
    packed.remove_prefix(step.taken);
    given += step.given;
    is_end = step.is_end;
    if (!is_end && step.taken == 0 && step.given == 0) break;  // wants more of either, and there is none
  }
  if (given != end || !packed.empty()) {
    throw Error("unpacks to " + std::to_string(given) + " bytes, expected " + std::to_string(end));
  }
  return bytes;
}

std::string UnpackBz2(std::string_view packed, uint64_t size) {
  bz_stream stream{};
  if (BZ2_bzDecompressInit(&stream, 0, 0) != BZ_OK) throw std::bad_alloc();
  const std::unique_ptr<bz_stream, decltype(&BZ2_bzDecompressEnd)> guard(&stream, BZ2_bzDecompressEnd);
  return UnpackBySteps(packed, size, [&](std::string_view in, char* out, size_t room) {
    stream.next_in =
        const_cast<char*>(in.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): C's interface
    stream.avail_in = static_cast<unsigned>(in.size());
    stream.next_out = out;
    stream.avail_out = static_cast<unsigned>(room);
    const int result = BZ2_bzDecompress(&stream);
    if (result == BZ_MEM_ERROR) throw std::bad_alloc();
    if (result != BZ_OK && result != BZ_STREAM_END) throw Error("is no bz2, or damaged");
    return Step{in.size() - stream.avail_in, room - stream.avail_out, result == BZ_STREAM_END};
  });
}

std::string UnpackLz4(std::string_view packed, uint64_t size) {
  LZ4F_dctx* made = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&made, LZ4F_VERSION)) != 0) throw std::bad_alloc();
  const std::unique_ptr<LZ4F_dctx, decltype(&LZ4F_freeDecompressionContext)> context(
      made, LZ4F_freeDecompressionContext);
  return UnpackBySteps(packed, size, [&](std::string_view in, char* out, size_t room) {
    size_t given = room, taken = in.size();
    const size_t hint = LZ4F_decompress(context.get(), out, &given, in.data(), &taken, nullptr);
    if (LZ4F_isError(hint) != 0)
      throw Error(std::string("is no lz4, or damaged: ") + LZ4F_getErrorName(hint));
    return Step{taken, given, hint == 0};
  });
}

std::string UnpackZstd(std::string_view packed, uint64_t size) {
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  if (context == nullptr) throw std::bad_alloc();
  return UnpackBySteps(packed, size, [&](std::string_view in, char* out, size_t room) {
    ZSTD_inBuffer source = {in.data(), in.size(), 0};
    ZSTD_outBuffer target = {out, room, 0};
    const size_t hint = ZSTD_decompressStream(context.get(), &target, &source);
    if (ZSTD_isError(hint) != 0)
      throw Error(std::string("is no zstd, or damaged: ") + ZSTD_getErrorName(hint));
    return Step{source.pos, target.pos, hint == 0};
  });
}

}  // namespace

ChunkPacking ChunkPackingNamed(std::string_view name) {
  if (name.empty() || name == "none") return ChunkPacking::kNone;
  if (name == "bz2") return ChunkPacking::kBz2;
  if (name == "lz4") return ChunkPacking::kLz4;
  if (name == "zstd") return ChunkPacking::kZstd;
  throw Error("found compression " + Quoted(name) + ", expected none, bz2, lz4 or zstd");
}

std::string Unpack(std::string_view packed, ChunkPacking packing, uint64_t size) {
  switch (packing) {
    case ChunkPacking::kBz2:
      return UnpackBz2(packed, size);
    case ChunkPacking::kLz4:
      return UnpackLz4(packed, size);
    case ChunkPacking::kZstd:
      return UnpackZstd(packed, size);
    default:
      return std::string(packed);
  }
}

}  // namespace isogs
