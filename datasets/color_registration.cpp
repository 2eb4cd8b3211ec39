// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/color_registration.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

/// Stands in where a row has no depth at all: a distance in the middle of a room.
constexpr float kTypicalDepthM = 2.0f;
constexpr int64_t kRowsAPiece = 16;

/// The row's depths, gaps filled from the left (the first from the right).
void FillRow(const float* depth_m, int width, std::vector<float>& filled) {
  const float* const first = std::find_if(depth_m, depth_m + width, [](float z) { return z > 0.0f; });
  float last = first == depth_m + width ? kTypicalDepthM : *first;
  for (int x = 0; x < width; ++x) {
    if (depth_m[x] > 0.0f) last = depth_m[x];
    filled[static_cast<size_t>(x)] = last;
  }
}

uint8_t Bilinear(const Image<uint8_t>& image, int channel, float u, float v) {
  u = std::clamp(u, 0.0f, static_cast<float>(image.width() - 1));
  v = std::clamp(v, 0.0f, static_cast<float>(image.height() - 1));
  const int x = std::min(static_cast<int>(u), image.width() - 2);
  const int y = std::min(static_cast<int>(v), image.height() - 2);
  const float fx = u - static_cast<float>(x), fy = v - static_cast<float>(y);
  const auto at = [&](int dy, int dx) { return static_cast<float>(image.at(channel, y + dy, x + dx)); };
  const float top = at(0, 0) + fx * (at(0, 1) - at(0, 0));
  const float bottom = at(1, 0) + fx * (at(1, 1) - at(1, 0));
  return static_cast<uint8_t>(std::lround(top + fy * (bottom - top)));
}

}  // namespace

Image<uint8_t> RegisterColor(const Image<uint8_t>& color, const ColorCamera& color_camera,
                             const Image<float>& depth_m, const Camera& depth_camera) {
  const int width = depth_m.width(), height = depth_m.height();
  Image<uint8_t> registered(3, height, width);
  const Eigen::Matrix3f rotation = color_camera.color_from_depth.linear().cast<float>();
  const Eigen::Vector3f translation = color_camera.color_from_depth.translation().cast<float>();
  const Camera& target = color_camera.camera;
  ParallelFor(height, kRowsAPiece, [&](int64_t begin, int64_t end) {
    std::vector<float> filled(static_cast<size_t>(width));
    for (int y = static_cast<int>(begin); y < static_cast<int>(end); ++y) {
      FillRow(depth_m.data() + static_cast<size_t>(y) * static_cast<size_t>(width), width, filled);
      for (int x = 0; x < width; ++x) {
        const Eigen::Vector3f ray(static_cast<float>((x - depth_camera.cx) / depth_camera.fx),
                                  static_cast<float>((y - depth_camera.cy) / depth_camera.fy), 1.0f);
        const Eigen::Vector3f p = rotation * (filled[static_cast<size_t>(x)] * ray) + translation;
        const float u = static_cast<float>(target.fx) * p.x() / p.z() + static_cast<float>(target.cx);
        const float v = static_cast<float>(target.fy) * p.y() / p.z() + static_cast<float>(target.cy);
        for (int channel = 0; channel < 3; ++channel)
          registered.at(channel, y, x) = Bilinear(color, channel, u, v);
      }
    }
  });
  return registered;
}

}  // namespace isogs
