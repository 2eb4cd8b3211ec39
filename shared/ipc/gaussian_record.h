// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <type_traits>

namespace isogs {

/// A Gaussian in 32 bytes. What is lost (half steps): scales 0.02 %, the rotation at most 0.3 degrees,
/// opacity and colours 1/510; means, in the map's frame, are exact.
struct GaussianRecord {
  std::array<float, 3> mean;           ///< m
  uint32_t id;                         ///< the same for the Gaussian's whole life, within an epoch
  uint32_t rotation;                   ///< smallest three: which is left out (2 bits), 3 x 10 bits
  std::array<uint16_t, 3> log2_scale;  ///< log2 of sigma in metres, from -16, in steps of 1/2048
  uint8_t opacity;                     ///< 255: 1. 0: count it as not there
  uint8_t flags;                       ///< kNormalAlongAxis
  std::array<uint8_t, 3> color;        ///< RGB
  uint8_t unused;

  /// The normal is the axis of the smallest scale; without it, the opposite direction.
  static constexpr uint8_t kNormalAlongAxis = 1;
};
static_assert(sizeof(GaussianRecord) == 32 && std::is_trivially_copyable_v<GaussianRecord>);

/// Whether they are the same bit for bit.
inline bool IsSame(const GaussianRecord& a, const GaussianRecord& b) {
  using Words = std::array<uint64_t, sizeof(GaussianRecord) / 8>;
  const auto v = std::bit_cast<Words>(a), w = std::bit_cast<Words>(b);
  return ((v[0] ^ w[0]) | (v[1] ^ w[1]) | (v[2] ^ w[2]) | (v[3] ^ w[3])) == 0;
}

/// A Gaussian's parameters before activation, as in GaussianCloud.
struct RawGaussian {
  const float* mean;      // [3]
  const float* color;     // [3]
  const float* rotation;  // [4] w, x, y, z; any length
  float logit_opacity;
  const float* log_scale;  // [3]
};

/// `camera_center` [3]: where the camera stood that created it, in the map's frame; the normal points there.
/// A Gaussian with a number that is not finite becomes one of opacity 0 at the origin. PackGaussians does the
/// same for many.
GaussianRecord PackGaussian(const RawGaussian& gaussian, uint32_t id,
                            const std::array<float, 3>& camera_center);

/// Natural logarithms of the sigmas in metres.
std::array<float, 3> LogScalesOf(const GaussianRecord& record);
/// Sigmas [m].
std::array<float, 3> ScalesOf(const GaussianRecord& record);
/// Unit quaternion w, x, y, z.
std::array<float, 4> RotationOf(const GaussianRecord& record);
/// Unit length; the axis of smallest scale (the first, where scales are equal) with its sign.
std::array<float, 3> NormalOf(const GaussianRecord& record);
/// The same, of a record whose RotationOf is known.
std::array<float, 3> NormalOf(const GaussianRecord& record, const std::array<float, 4>& rotation);

}  // namespace isogs
