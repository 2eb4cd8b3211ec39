// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shared/image/codecs.h"
#include "shared/ipc/camera_folder.h"
#include "shared/ipc/camera_frame.h"
#include "shared/ipc/channel.h"
#include "shared/ipc/channel_layout.h"

namespace isogs {

/// A name that no other test uses.
inline std::string CameraName(const std::string& what) { return what + "-" + std::to_string(getpid()); }

inline CameraFacts FactsOf(const Camera& camera, int depth_width, int depth_height) {
  CameraFacts facts;
  facts.camera = camera;
  facts.color_width = camera.width, facts.color_height = camera.height;
  facts.depth_width = depth_width, facts.depth_height = depth_height;
  return facts;
}

/// A process's camera, in this one. Its folder goes at its end.
class FakeCamera {
 public:
  FakeCamera(std::string name, const CameraFacts& facts, size_t slots = 8)
      : name_(std::move(name)),
        facts_(facts),
        lock_(RoleLock::Acquire(MakeCameraFolder(name_), Role::kCamera)),
        publisher_(std::make_unique<Publisher<CameraFrame>>(lock_, slots, facts.frame_bytes())) {}
  ~FakeCamera() {
    publisher_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(CameraFolder(name_), ignored);
  }

  /// Images that follow from `seed`: colours of all kinds, depth of 1 to 3 m.
  void Push(double stamp_s, int seed, const std::optional<Pose>& world_from_camera = {}) {
    const size_t pixels = static_cast<size_t>(facts_.color_width * facts_.color_height);
    std::vector<uint8_t> rgb(3 * pixels);
    for (size_t i = 0; i < rgb.size(); ++i)
      rgb[i] = static_cast<uint8_t>((i * 7 + static_cast<size_t>(seed) * 31) % 251);
    std::string jpeg;
    if (facts_.color_format == ColorFormat::kJpeg) {
      jpeg = EncodeJpeg(
          SplitRgb(rgb.data(), static_cast<int>(facts_.color_width), static_cast<int>(facts_.color_height)),
          90, "test");
    }
    const size_t depths = static_cast<size_t>(facts_.depth_width * facts_.depth_height);
    std::vector<std::byte> depth(facts_.depth_bytes());
    for (size_t i = 0; i < depths; ++i) {
      const float metres = 1.0f + 0.01f * static_cast<float>((i + static_cast<size_t>(seed)) % 200);
      const auto units = static_cast<uint16_t>(metres * 1000.0f);
      if (facts_.depth_format == DepthFormat::kUnits16) std::memcpy(&depth[2 * i], &units, 2);
      if (facts_.depth_format == DepthFormat::kMetres32) std::memcpy(&depth[4 * i], &metres, 4);
    }
    const auto color = jpeg.empty() ? std::as_bytes(std::span(rgb)) : std::as_bytes(std::span(jpeg));
    PushBytes(stamp_s, color, depth, world_from_camera);
  }
  void PushBytes(double stamp_s, std::span<const std::byte> color, std::span<const std::byte> depth,
                 const std::optional<Pose>& world_from_camera = {}) {
    CameraFrame frame;
    frame.head.facts = facts_;
    frame.head.stamp_s = stamp_s;
    frame.head.arrival_ns = MonotonicNs();
    frame.head.has_pose = world_from_camera.has_value();
    if (world_from_camera) frame.head.world_from_camera = *world_from_camera;
    frame.head.color_bytes = static_cast<int64_t>(color.size());
    frame.color = color;
    frame.depth = depth;
    publisher_->Publish(frame);
  }
  void End() {
    CameraFrame end;
    end.head.facts = facts_;
    end.head.is_end = true;
    publisher_->Publish(end);
  }

 private:
  std::string name_;
  CameraFacts facts_;
  RoleLock lock_;
  std::unique_ptr<Publisher<CameraFrame>> publisher_;
};

}  // namespace isogs
