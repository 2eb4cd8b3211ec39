// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/live/live_images.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/replica_writer.h"
#include "shared/core/error.h"
#include "shared/image/codecs.h"

namespace isogs {
namespace {

Image<uint8_t> DecodeColor(const CameraFrame& frame) {
  const CameraFacts& facts = frame.head.facts;
  const int width = static_cast<int>(facts.color_width), height = static_cast<int>(facts.color_height);
  const auto* const bytes = reinterpret_cast<const char*>(frame.color.data());
  if (facts.color_format == ColorFormat::kRgb8)
    return SplitRgb(reinterpret_cast<const uint8_t*>(bytes), width, height);
  const std::string name = "JPEG of a live frame";
  return DecodeJpeg(std::string_view(bytes, frame.color.size()), name,
                    [&](const ImageShape& shape) {
                      if (shape.width == width && shape.height == height) return;
                      throw Error(name + ": found " + std::to_string(shape.width) + "x" +
                                  std::to_string(shape.height) + " pixels, expected " +
                                  std::to_string(width) + "x" + std::to_string(height) +
                                  " as the camera says");
                    })
      .pixels;
}

Image<uint16_t> DecodeDepth(const CameraFrame& frame) {
  const CameraFacts& facts = frame.head.facts;
  const int width = static_cast<int>(facts.depth_width), height = static_cast<int>(facts.depth_height);
  if (facts.depth_format == DepthFormat::kUnits16) {
    Image<uint16_t> depth(1, height, width);
    std::memcpy(depth.data(), frame.depth.data(), frame.depth.size());
    return depth;
  }
  Image<float> metres(1, height, width);
  std::memcpy(metres.data(), frame.depth.data(), frame.depth.size());
  return ReplicaDepth(metres);
}

}  // namespace

double DepthUnitsPerMetre(const CameraFacts& facts) {
  return facts.depth_format == DepthFormat::kUnits16 ? facts.depth_scale : kReplicaDepthScale;
}

LiveImages DecodeImages(const CameraFrame& frame) { return {DecodeColor(frame), DecodeDepth(frame)}; }

FrameImages MakeLiveFrameImages(const CameraFacts& facts, const DatasetConfig& config) {
  const auto shape = [](int64_t width, int64_t height) {
    return ImageShape{static_cast<int>(width), static_cast<int>(height)};
  };
  return FrameImages(
      {.lenses = {{facts.camera, {facts.k1, facts.k2, facts.p1, facts.p2, facts.k3}}},
       .depth_scale = DepthUnitsPerMetre(facts),
       .scale_place = "depth_scale of the camera",
       .size_note = " as the camera says"},
      config, {shape(facts.color_width, facts.color_height), shape(facts.depth_width, facts.depth_height)});
}

}  // namespace isogs
