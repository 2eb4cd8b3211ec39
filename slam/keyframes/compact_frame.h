// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/image/image.h"
#include "slam/device/device_buffer.h"
#include "slam/device/device_frame.h"
#include "slam/device/measured_view.h"
#include "slam/keyframes/frame_codec.h"

namespace isogs {

/// Float planes of a frame on the back end's device, to decode into again and again.
struct DecodedFrame {
  explicit DecodedFrame(MemoryKind memory) : color(memory, "frames"), depth_m(memory, "frames") {}

  DeviceBuffer color;    // [3,H,W]
  DeviceBuffer depth_m;  // [H,W]
};

/// A frame's images on the back end's device in 6 bytes a pixel or less.
class CompactFrame {
 public:
  CompactFrame(const DeviceFrame& frame, MemoryKind memory, FrameCodec& codec);

  const Camera& camera() const { return camera_; }
  /// Checksums of the images that it was made of, see DeviceFrame.
  uint64_t image_hash() const { return image_hash_; }
  int64_t bytes() const { return bytes_.capacity(); }

  /// The view lives as long as `planes` are not decoded into again.
  FrameView Decode(FrameCodec& codec, DecodedFrame* planes) const;
  /// A decoded depth, seen from a pose.
  MeasuredView Measured(const FrameView& decoded, const Pose& camera_from_map) const {
    return {camera_, camera_from_map, decoded.depth_m, valid_pixels_};
  }
  /// [3,H,W], from any thread.
  Image<float> DownloadColor() const;

 private:
  EncodedFrame Encoded() const;

  Camera camera_;
  uint64_t image_hash_;
  int64_t valid_pixels_;
  FrameEncoding encoding_;
  DeviceBytes bytes_;
};

}  // namespace isogs
