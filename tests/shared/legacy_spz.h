// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libdeflate.h>

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>

#include "shared/types/gaussian_cloud.h"

namespace isogs::test {

inline std::string Gzip(const std::string& plain) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(6), libdeflate_free_compressor);
  std::string packed(libdeflate_gzip_compress_bound(compressor.get(), plain.size()), '\0');
  packed.resize(
      libdeflate_gzip_compress(compressor.get(), plain.data(), plain.size(), packed.data(), packed.size()));
  return packed;
}

template <typename T>
void Put(T value, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(&value), sizeof(value));
}

inline void PutLevel(float value, std::string* bytes) {
  Put(static_cast<uint8_t>(std::clamp(std::round(value), 0.0f, 255.0f)), bytes);
}

/// The largest number is w, and positive, in versions below 3, where the others are 8 bits.
inline void PutRotation(const Eigen::Quaternionf& q, uint32_t version, std::string* bytes) {
  const Eigen::Vector4f xyzw = q.w() < 0 ? Eigen::Vector4f(-q.coeffs()) : Eigen::Vector4f(q.coeffs());
  if (version < 3) {
    for (int k = 0; k < 3; ++k) PutLevel(127.5f + 127.5f * xyzw[k], bytes);
    return;
  }
  int largest = 0;
  xyzw.cwiseAbs().maxCoeff(&largest);
  auto packed = static_cast<uint32_t>(largest);
  for (int k = 0; k < 4; ++k) {
    if (k == largest) continue;
    const bool negative = (xyzw[k] < 0) != (xyzw[largest] < 0);
    packed = packed << 10 | (negative ? 512u : 0u) |
             static_cast<uint32_t>(std::lround(511.0f * std::min(std::abs(xyzw[k]) * std::sqrt(2.0f), 1.0f)));
  }
  Put(packed, bytes);
}

/// Versions 1 to 3 before they are packed, written from the layout in nianticlabs/spz, load-spz.cc.
inline std::string LegacySpzBytes(const GaussianCloud& cloud, uint32_t version, uint8_t sh_degree = 0) {
  constexpr int kBits = 12;
  constexpr std::array<size_t, 4> kHarmonics = {0, 9, 24, 45};
  std::string bytes = "NGSP";
  Put(version, &bytes);
  Put(static_cast<uint32_t>(cloud.size()), &bytes);
  bytes += {static_cast<char>(sh_degree), kBits, 0, 0};
  for (size_t i = 0; i < 3 * cloud.size(); ++i) {
    const float x = (i % 3 == 0 ? 1.0f : -1.0f) * cloud.means[i];
    const auto fixed = static_cast<int32_t>(std::lround(std::ldexp(x, kBits)));
    if (version == 1) Put(Eigen::half(x).x, &bytes);
    if (version > 1) bytes.append(reinterpret_cast<const char*>(&fixed), 3);
  }
  for (const float logit : cloud.logit_opacities) PutLevel(255.0f / (1.0f + std::exp(-logit)), &bytes);
  for (const float color : cloud.colors) {
    PutLevel(255.0f * (0.15f * (color - 0.5f) / 0.2820948f + 0.5f), &bytes);
  }
  for (const float scale : cloud.log_scales) PutLevel(16.0f * (scale + 10.0f), &bytes);
  for (size_t i = 0; i < cloud.size(); ++i) {
    const float* q = &cloud.rotations[4 * i];
    PutRotation(Eigen::Quaternionf(q[0], q[1], -q[2], -q[3]).normalized(), version, &bytes);
  }
  return bytes.append(kHarmonics.at(sh_degree) * cloud.size(), '\x80');
}

}  // namespace isogs::test
