// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <utility>

#include "shared/io/checksum.h"
#include "shared/types/frame.h"
#include "slam/device/device_buffer.h"
#include "slam/device/device_upload.h"
#include "slam/device/frame_view.h"
#include "slam/device/measured_view.h"
#include "slam/device/sharpness.h"
#include "slam/places/place_code.h"

namespace isogs {

/// A frame's planes on the back end's device, beside what the host keeps of it.
class DeviceFrame {
 public:
  DeviceFrame(Frame frame, MemoryKind memory)
      : host_(std::move(frame)), color_(memory, "frames"), depth_m_(memory, "frames") {
    DeviceUpload upload;
    color_.StartUpload(host_.color.data(), static_cast<int64_t>(host_.color.values().size()), &upload);
    depth_m_.StartUpload(host_.depth_m.data(), static_cast<int64_t>(host_.depth_m.values().size()), &upload);
    for (const float depth : host_.depth_m.values()) valid_pixels_ += depth > 0.0f ? 1 : 0;
    image_hash_ = uint64_t{Crc32(0, std::as_bytes(std::span(host_.color.values())))} << 32 |
                  Crc32(0, std::as_bytes(std::span(host_.depth_m.values())));
    place_ = MakePlaceCode(MakeThumbnail(host_.color, host_.depth_m));
    sharpness_ = SharpnessOf(host_.color);
    upload.Wait();
    host_.color = {};  // the device's copy is the only one; the depth stays for overlap tests
  }

  int64_t index() const { return host_.index; }
  const Camera& camera() const { return host_.camera; }
  const Frame& host() const { return host_; }
  /// Checksums of colour and depth at working size, one a half: whether a data set still gives the same
  /// frame.
  uint64_t image_hash() const { return image_hash_; }
  int64_t valid_pixels() const { return valid_pixels_; }
  /// What it looks like.
  const PlaceCode& place() const { return place_; }
  /// See SharpnessOf.
  double sharpness() const { return sharpness_; }
  /// Its depth, seen from a pose.
  MeasuredView Measured(const Pose& camera_from_map) const {
    return {host_.camera, camera_from_map, depth_m_.data(), valid_pixels_};
  }
  /// [3,H,W]
  Image<float> DownloadColor() const {
    Image<float> color(3, host_.camera.height, host_.camera.width);
    color_.Download(color.data(), static_cast<int64_t>(color.values().size()));
    return color;
  }
  FrameView View() const { return {host_.camera.width, host_.camera.height, color_.data(), depth_m_.data()}; }

 private:
  Frame host_;
  int64_t valid_pixels_ = 0;
  uint64_t image_hash_ = 0;
  PlaceCode place_;
  double sharpness_ = 0.0;
  DeviceBuffer color_;
  DeviceBuffer depth_m_;
};

}  // namespace isogs
