// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <cstdlib>

#include "shared/geometry/pose.h"
#include "shared/image/image.h"
#include "shared/types/triangle_mesh.h"
#include "tests/shared/test_meshes.h"

namespace isogs {

inline constexpr std::array<uint8_t, 3> kRed = {200, 40, 30}, kBlue = {30, 60, 190};

inline bool IsNear(const Image<uint8_t>& image, size_t pixel, const std::array<uint8_t, 3>& color) {
  for (int channel = 0; channel < 3; ++channel) {
    if (std::abs(image.plane(channel)[pixel] - color[static_cast<size_t>(channel)]) > 30) return false;
  }
  return true;
}

inline double ShareOf(const Image<uint8_t>& image, const std::array<uint8_t, 3>& color) {
  size_t count = 0;
  for (size_t i = 0; i < image.plane_size(); ++i) count += IsNear(image, i, color);
  return static_cast<double>(count) / static_cast<double>(image.plane_size());
}

/// A room, red on the left of a camera in its middle and blue on the right.
inline TriangleMesh TwoColoredRoom() {
  TriangleMesh mesh = test::Room({4, 4, 4}, 8);
  for (size_t i = 0; i < mesh.vertices.size(); i += 3) {
    const auto& color = mesh.vertices[i] < 2.0f ? kRed : kBlue;
    mesh.colors.insert(mesh.colors.end(), color.begin(), color.end());
  }
  return mesh;
}

inline Pose RoomsMiddle() {
  Pose pose = Pose::Identity();
  pose.translation() = Eigen::Vector3d(2, 2, 2);
  return pose;
}

}  // namespace isogs
