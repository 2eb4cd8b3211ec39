// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/core/host_device.h"
#include "slam/device/frame_view.h"

// How a keyframe's images are stored, at most 6 bytes a pixel, for kernels on any device.
namespace isogs {

enum class ColorCode {
  kBytes,    // three planes of 8 bits: holds exactly what was read at its own size
  kTenBits,  // one plane of 32 bits, 10 a channel, in steps of 1/1020: exact for means of 2x2 pixels
};

struct FrameEncoding {
  ColorCode color = ColorCode::kTenBits;
  float depth_units_per_m = 1.0f;  // of 16-bit depth, 0 = invalid

  bool operator==(const FrameEncoding&) const = default;
};

/// An encoded frame's memory: colours, then depth from the next multiple of 4 on.
struct EncodedFrame {
  FrameEncoding encoding;
  int64_t pixels = 0;
  void* bytes = nullptr;  // aligned to 4

  ISOGS_HD int64_t DepthOffset() const {
    return (pixels * (encoding.color == ColorCode::kBytes ? 3 : 4) + 3) / 4 * 4;
  }
  ISOGS_HD int64_t ByteCount() const { return DepthOffset() + 2 * pixels; }
  ISOGS_HD uint8_t* ColorBytes() const { return static_cast<uint8_t*>(bytes); }      // [3,H,W]
  ISOGS_HD uint32_t* ColorTenBits() const { return static_cast<uint32_t*>(bytes); }  // [H,W]
  ISOGS_HD uint16_t* Depth() const {                                                 // [H,W]
    return reinterpret_cast<uint16_t*>(static_cast<uint8_t*>(bytes) + DepthOffset());
  }
};

/// What decides on a frame's encoding.
struct EncodingFit {
  bool bytes = true;       // all colours fit 8 bits a channel
  bool depth = true;       // all depths fit the data set's units
  float largest_m = 0.0f;  // depth
};

/// The encoding that loses nothing where there is one. Else colours are off by 1/2040 at most, and depth by
/// 1/131070 of the frame's largest. `dataset_units_per_m`: of the depth images that were read, 0 if unknown.
inline FrameEncoding EncodingFor(const EncodingFit& fit, float dataset_units_per_m) {
  const ColorCode color = fit.bytes ? ColorCode::kBytes : ColorCode::kTenBits;
  if (fit.depth && dataset_units_per_m > 0.0f) return {color, dataset_units_per_m};
  return {color, fit.largest_m > 0.0f ? 65535.0f / fit.largest_m : 1.0f};
}

namespace encoding {

/// The nearest whole number, from 0 to `most`; 0 for NaN.
ISOGS_HD inline uint32_t Rounded(float value, float most) {
  const float up = value + 0.5f;
  return up > 0.0f ? static_cast<uint32_t>(up < most ? up : most) : 0;
}
ISOGS_HD inline uint32_t ByteOf(float color) { return Rounded(color * 255.0f, 255.0f); }
ISOGS_HD inline float OfByte(uint32_t code) { return static_cast<float>(code) / 255.0f; }
ISOGS_HD inline uint32_t TenBitsOf(float color) { return Rounded(color * 1020.0f, 1020.0f); }
ISOGS_HD inline float OfTenBits(uint32_t code) { return static_cast<float>(code) / 1020.0f; }
/// What has a depth keeps one.
ISOGS_HD inline uint32_t DepthCodeOf(float depth_m, float units_per_m) {
  const uint32_t code = Rounded(depth_m * units_per_m, 65535.0f);
  return code == 0 && depth_m > 0.0f ? 1 : code;
}
ISOGS_HD inline float OfDepthCode(uint32_t code, float units_per_m) {
  return static_cast<float>(code) / units_per_m;
}

ISOGS_HD inline void EncodeColor(const FrameView& frame, int64_t pixel, const EncodedFrame& to) {
  const float* const red = frame.color + pixel;
  if (to.encoding.color == ColorCode::kBytes) {
    for (int channel = 0; channel < 3; ++channel) {
      const int64_t at = channel * to.pixels;
      to.ColorBytes()[at + pixel] = static_cast<uint8_t>(ByteOf(red[at]));
    }
  } else {
    to.ColorTenBits()[pixel] =
        TenBitsOf(red[0]) | TenBitsOf(red[to.pixels]) << 10 | TenBitsOf(red[2 * to.pixels]) << 20;
  }
}
ISOGS_HD inline void EncodeDepth(const FrameView& frame, int64_t pixel, const EncodedFrame& to) {
  to.Depth()[pixel] = static_cast<uint16_t>(DepthCodeOf(frame.depth_m[pixel], to.encoding.depth_units_per_m));
}
/// Whether 8 bits a channel hold the pixel's colour exactly.
ISOGS_HD inline bool FitsBytes(const FrameView& frame, int64_t pixels, int64_t pixel) {
  for (int channel = 0; channel < 3; ++channel) {
    const float value = frame.color[channel * pixels + pixel];
    if (OfByte(ByteOf(value)) != value) return false;
  }
  return true;
}
/// Whether a code of such units holds the depth exactly.
ISOGS_HD inline bool FitsDepth(float depth_m, float units_per_m) {
  return OfDepthCode(DepthCodeOf(depth_m, units_per_m), units_per_m) == depth_m;
}

/// Into `color` [3,H,W].
ISOGS_HD inline void DecodeColor(const EncodedFrame& from, int64_t pixel, float* color) {
  float* const red = color + pixel;
  if (from.encoding.color == ColorCode::kBytes) {
    for (int channel = 0; channel < 3; ++channel) {
      const int64_t at = channel * from.pixels;
      red[at] = OfByte(from.ColorBytes()[at + pixel]);
    }
  } else {
    const uint32_t code = from.ColorTenBits()[pixel];
    red[0] = OfTenBits(code & 1023);
    red[from.pixels] = OfTenBits(code >> 10 & 1023);
    red[2 * from.pixels] = OfTenBits(code >> 20);
  }
}
/// Into `depth_m` [H,W].
ISOGS_HD inline void DecodeDepth(const EncodedFrame& from, int64_t pixel, float* depth_m) {
  depth_m[pixel] = OfDepthCode(from.Depth()[pixel], from.encoding.depth_units_per_m);
}

}  // namespace encoding
}  // namespace isogs
