// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/session.h"
#include "shared/ipc/slot_ring.h"

namespace isogs {

enum class ColorFormat : int64_t { kRgb8, kJpeg, kLast = kJpeg };
/// 16-bit whole numbers, of `depth_scale` units a metre, or metres in 32-bit floats; 0: not measured.
enum class DepthFormat : int64_t { kUnits16, kMetres32, kLast = kMetres32 };

/// What a camera says of its images: the same of all its frames.
struct CameraFacts {
  Camera camera;  ///< pinhole of one of both images, which show the same view; of its size
  double k1 = 0.0, k2 = 0.0, p1 = 0.0, p2 = 0.0, k3 = 0.0;  ///< distortion, OpenCV's model
  int64_t color_width = 0, color_height = 0;
  int64_t depth_width = 0, depth_height = 0;
  ColorFormat color_format = ColorFormat::kRgb8;
  DepthFormat depth_format = DepthFormat::kUnits16;
  double depth_scale = 1000.0;  ///< units a metre, of kUnits16

  bool operator==(const CameraFacts&) const = default;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("camera", camera);
    visit("k1", k1), visit("k2", k2), visit("p1", p1), visit("p2", p2), visit("k3", k3);
    visit("color_width", color_width), visit("color_height", color_height);
    visit("depth_width", depth_width), visit("depth_height", depth_height);
    visit("color_format", color_format);
    visit("depth_format", depth_format);
    visit("depth_scale", depth_scale);
  }

  size_t depth_bytes() const;
  /// Of a frame whose colours are as they are, without a pose or with one.
  size_t frame_bytes() const;
};

/// A frame of a live camera, and its last word.
struct CameraFrame {
  static constexpr Channel kChannel = Channel::kCamera;
  static constexpr uint64_t kPayloadVersion = 1;

  struct Head {
    CameraFacts facts;
    bool is_end = false;     ///< no frame: the camera says that it has ended
    double stamp_s = 0.0;    ///< the camera's time
    int64_t arrival_ns = 0;  ///< MonotonicNs when the writer had it
    bool has_pose = false;
    Pose world_from_camera = Pose::Identity();
    int64_t color_bytes = 0;

    template <typename Visitor>
    void Visit(Visitor& visit) {
      facts.Visit(visit);
      visit("is_end", is_end);
      visit("stamp_s", stamp_s);
      visit("arrival_ns", arrival_ns);
      visit("has_pose", has_pose);
      visit("world_from_camera", world_from_camera);
      visit("color_bytes", color_bytes);
    }
  };

  Head head;
  std::span<const std::byte> color;  ///< [H,W,3] R, G, B, or a JPEG
  std::span<const std::byte> depth;  ///< [H,W], rows from the top
  PayloadBuffer payload;             ///< what these lie in, of a frame that was received

  size_t EncodedBytes() const;
  void Encode(PayloadSink& sink) const;
  /// What colours decode to is not looked at.
  static CameraFrame Decode(PayloadBuffer payload);
};

}  // namespace isogs
