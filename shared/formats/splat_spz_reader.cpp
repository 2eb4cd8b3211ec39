// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <zstd.h>

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/formats/splat_formats.h"
#include "shared/formats/splat_values.h"
#include "shared/formats/spz_layout.h"
#include "shared/io/byte_reader.h"
#include "shared/io/file.h"
#include "shared/io/gzip_stream.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;
constexpr int kMostFractionalBits = 24;
constexpr size_t kStreams = 5;  // those that are read; the harmonics of higher degrees follow
constexpr uint64_t kMostCompressed = kMaxDeflateRatio;  // also of zstd: no map comes near
constexpr size_t kFirstRatio = 4;  // of packed files; how much room is taken before there is something for it

enum Stream { kPositions, kAlphas, kColors, kScales, kRotations };

struct Packed {
  uint32_t version = 0;
  uint32_t count = 0;
  float position_step_m = 1.0f;
  std::array<std::string_view, kStreams> streams;
};

/// Bytes of a Gaussian in each stream.
std::array<size_t, kStreams> StrideOf(uint32_t version) {
  return {version == 1 ? size_t{6} : size_t{9}, 1, 3, 3, version < 3 ? size_t{3} : size_t{4}};
}

size_t SumOf(const std::array<size_t, kStreams>& strides) {
  size_t sum = 0;
  for (const size_t stride : strides) sum += stride;
  return sum;
}

template <typename H>
H HeaderAt(std::string_view bytes) {
  H header;
  if (bytes.size() < sizeof(header)) {
    throw Error("has " + std::to_string(bytes.size()) + " bytes, expected a header of " +
                std::to_string(sizeof(header)));
  }
  std::memcpy(&header, bytes.data(), sizeof(header));
  return header;
}

void CheckHeader(const spz::LegacyHeader& header, bool is_gzip, size_t file_bytes) {
  if (header.magic != spz::kMagic) throw Error("is no SPZ file, expected one that begins with NGSP");
  const bool is_known = is_gzip ? header.version >= 1 && header.version <= 3 : header.version == 4;
  if (!is_known) {
    throw Error("is version " + std::to_string(header.version) + (is_gzip ? " in gzip" : "") +
                " of SPZ, expected 4, or 1 to 3 in gzip");
  }
  if (header.version > 1 && header.fractional_bits > kMostFractionalBits) {
    throw Error("has " + std::to_string(header.fractional_bits) + " fractional bits, expected at most 24");
  }
  const uint64_t bytes = uint64_t{header.count} * SumOf(StrideOf(header.version));
  if (bytes > kMostCompressed * file_bytes) {
    throw Error("claims " + std::to_string(header.count) + " Gaussians in " + std::to_string(file_bytes) +
                " bytes, expected no more than " +
                std::to_string(kMostCompressed * file_bytes / SumOf(StrideOf(header.version))));
  }
}

std::array<float, 3> PositionAt(const Packed& packed, size_t i) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(packed.streams[kPositions].data());
  std::array<float, 3> position;
  for (size_t k = 0; k < 3; ++k) {
    if (packed.version == 1) {
      uint16_t half;
      std::memcpy(&half, bytes + 2 * (3 * i + k), sizeof(half));
      position[k] = Eigen::half_impl::half_to_float(Eigen::half_impl::raw_uint16_to_half(half));
    } else {
      const uint8_t* const fixed = bytes + 3 * (3 * i + k);
      const uint32_t shifted = uint32_t{fixed[0]} << 8 | uint32_t{fixed[1]} << 16 | uint32_t{fixed[2]} << 24;
      position[k] = packed.position_step_m * static_cast<float>(static_cast<int32_t>(shifted) >> 8);
    }
  }
  return position;
}

/// x, y, z of a rotation whose w is not negative.
std::array<float, 4> RotationOfThree(const uint8_t* bytes) {
  std::array<float, 4> q = {};
  float squares = 0.0f;
  for (size_t k = 0; k < 3; ++k) {
    q[k] = static_cast<float>(bytes[k]) / 127.5f - 1.0f;
    squares += q[k] * q[k];
  }
  q[3] = std::sqrt(std::max(0.0f, 1.0f - squares));
  return q;
}

/// As the writer packs them: see PutRotation.
std::array<float, 4> RotationOfSmallest(const uint8_t* bytes) {
  uint32_t bits;
  std::memcpy(&bits, bytes, sizeof(bits));
  const size_t largest = bits >> 30;
  std::array<float, 4> q = {};
  float squares = 0.0f;
  for (size_t k = 4; k-- > 0;) {
    if (k == largest) continue;
    const float size = spz::kLargestOther * static_cast<float>(bits & 511u) / 511.0f;
    q[k] = (bits & 512u) != 0 ? -size : size;
    squares += size * size;
    bits >>= 10;
  }
  q[largest] = std::sqrt(std::max(0.0f, 1.0f - squares));
  return q;
}

void SetGaussian(const Packed& packed, size_t i, GaussianCloud* cloud) {
  const auto bytes = [&](Stream stream) {
    return reinterpret_cast<const uint8_t*>(packed.streams[stream].data());
  };
  const auto [x, y, z] = PositionAt(packed, i);
  const std::array<float, 4> q = packed.version < 3 ? RotationOfThree(bytes(kRotations) + 3 * i)
                                                    : RotationOfSmallest(bytes(kRotations) + 4 * i);
  std::ranges::copy(std::array{x, -y, -z}, &cloud->means[3 * i]);
  std::ranges::copy(std::array{q[3], q[0], -q[1], -q[2]}, &cloud->rotations[4 * i]);
  for (size_t c = 0; c < 3; ++c) {
    const float harmonic = (static_cast<float>(bytes(kColors)[3 * i + c]) / 255.0f - 0.5f) / spz::kColorScale;
    cloud->colors[3 * i + c] = ColorOf(harmonic);
    cloud->log_scales[3 * i + c] =
        static_cast<float>(bytes(kScales)[3 * i + c]) / spz::kScaleSteps + spz::kLeastLogScale;
  }
  cloud->logit_opacities[i] = Logit(static_cast<float>(bytes(kAlphas)[i]) / 255.0f);  // also infinite
}

GaussianCloud Unpack(const Packed& packed) {
  GaussianCloud cloud;
  cloud.Resize(packed.count);
  ParallelFor(packed.count, kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      SetGaussian(packed, i, &cloud);
    }
  });
  return cloud;
}

/// Versions 1 to 3: header, streams and what others put behind them are one stream of gzip.
GaussianCloud ReadGzip(std::string_view file) {
  GzipStream stream(file);
  std::array<char, sizeof(spz::LegacyHeader)> head;
  stream.Read(head.data(), head.size());
  const auto header = HeaderAt<spz::LegacyHeader>({head.data(), head.size()});
  CheckHeader(header, true, file.size());
  const std::array<size_t, kStreams> strides = StrideOf(header.version);
  const size_t end = header.count * SumOf(strides);
  std::string bytes;
  while (bytes.size() < end) {  // grows with what comes, not with what is claimed
    const size_t begin = bytes.size();
    bytes.resize(std::min(end, std::max(2 * begin, kFirstRatio * file.size())));
    stream.Read(&bytes[begin], bytes.size() - begin);
  }
  stream.Finish();
  Packed packed{header.version, header.count, std::ldexp(1.0f, -header.fractional_bits), {}};
  ByteReader reader(bytes);
  for (size_t k = 0; k < kStreams; ++k) packed.streams[k] = reader.TakeBytes(header.count * strides[k]);
  return Unpack(packed);
}

std::string Decompressed(std::string_view packed, size_t size) {
  std::string bytes(size, '\0');
  const size_t found = ZSTD_decompress(bytes.data(), size, packed.data(), packed.size());
  if (ZSTD_isError(found) != 0)
    throw Error(std::string("is no zstd, or damaged: ") + ZSTD_getErrorName(found));
  if (found != size) {
    throw Error("unpacks to " + std::to_string(found) + " bytes, expected " + std::to_string(size));
  }
  return bytes;
}

/// The packed bytes of the streams that are read. All must be in the file, those of the harmonics, too.
std::array<std::string_view, kStreams> FindStreams(std::string_view file, const spz::Header& header) {
  if (header.streams < kStreams) {
    throw Error("has " + std::to_string(header.streams) + " streams, expected at least 5");
  }
  ByteReader reader(file);
  reader.TakeBytes(header.contents_offset);
  ByteReader contents(reader.TakeBytes(uint64_t{header.streams} * 2 * sizeof(uint64_t)));
  const std::array<size_t, kStreams> strides = StrideOf(header.version);
  std::array<std::string_view, kStreams> streams;
  for (size_t k = 0; k < header.streams; ++k) {
    const auto packed_size = contents.Take<uint64_t>(), size = contents.Take<uint64_t>();
    const std::string_view bytes = reader.TakeBytes(packed_size);
    if (k >= kStreams) continue;
    if (size != header.count * strides[k]) {
      throw Error("has " + std::to_string(size) + " bytes in stream " + std::to_string(k) + ", expected " +
                  std::to_string(strides[k]) + " for each of " + std::to_string(header.count) + " Gaussians");
    }
    streams[k] = bytes;
  }
  return streams;
}

/// Version 4: a stream of zstd for each kind of values.
GaussianCloud ReadZstd(std::string_view file) {
  CheckHeader(HeaderAt<spz::LegacyHeader>(file), false, file.size());
  const auto header = HeaderAt<spz::Header>(file);
  if (header.count == 0) return {};
  const std::array<std::string_view, kStreams> streams = FindStreams(file, header);
  const std::array<size_t, kStreams> strides = StrideOf(header.version);
  std::array<std::string, kStreams> bytes;
  ParallelFor(kStreams, 1, [&](int64_t begin, int64_t) {
    const auto k = static_cast<size_t>(begin);
    bytes[k] = Decompressed(streams[k], header.count * strides[k]);
  });
  Packed packed{header.version, header.count, std::ldexp(1.0f, -header.fractional_bits), {}};
  std::ranges::copy(bytes, packed.streams.begin());
  return Unpack(packed);
}

}  // namespace

GaussianCloud ReadSplatSpz(const std::filesystem::path& path) {
  constexpr std::string_view kGzip = "\x1f\x8b";
  const std::string file = ReadWholeFile(path);
  try {
    GaussianCloud cloud = file.starts_with(kGzip) ? ReadGzip(file) : ReadZstd(file);
    RemoveInvisible(&cloud);
    MakeLimitsFinite(&cloud);
    return cloud;
  } catch (const Error& error) {
    throw Error(path.string() + ": " + error.what());
  }
}

}  // namespace isogs
