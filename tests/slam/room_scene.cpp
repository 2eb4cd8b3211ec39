// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "tests/slam/test_scenes.h"

namespace isogs::test {
namespace {

/// Axis-aligned box: walls when seen from inside, furniture from outside.
struct Box {
  Eigen::Vector3d low, high;
};

const Box kWalls = {{-3.0, -1.5, -2.5}, {3.0, 1.5, 2.5}};  // y points down, as in the camera
const std::array<Box, 3> kFurniture = {{{{-1.2, 0.6, 1.0}, {0.4, 1.5, 2.2}},  // a chest before the far wall
                                        {{1.3, -0.4, 1.4}, {2.3, 1.5, 2.5}},  // a cupboard
                                        {{-2.9, 0.9, -0.5}, {-1.6, 1.5, 1.2}}}};  // a couch

struct Hit {
  double distance = std::numeric_limits<double>::infinity();
  int axis = 0;  // of the face's normal
};

/// Where the ray leaves the box (it starts inside).
Hit Leave(const Box& box, const Eigen::Vector3d& origin, const Eigen::Vector3d& direction) {
  Hit hit;
  for (int axis = 0; axis < 3; ++axis) {
    if (direction[axis] == 0.0) continue;
    const double plane = direction[axis] > 0 ? box.high[axis] : box.low[axis];
    const double distance = (plane - origin[axis]) / direction[axis];
    if (distance < hit.distance) hit = {distance, axis};
  }
  return hit;
}

/// Where the ray enters the box (it starts outside); infinity if it does not.
Hit Enter(const Box& box, const Eigen::Vector3d& origin, const Eigen::Vector3d& direction) {
  Hit enter{0.0, -1};
  double leave = std::numeric_limits<double>::infinity();
  for (int axis = 0; axis < 3; ++axis) {
    double near = (box.low[axis] - origin[axis]) / direction[axis];
    double far = (box.high[axis] - origin[axis]) / direction[axis];
    if (near > far) std::swap(near, far);
    if (near > enter.distance) enter = {near, axis};
    leave = std::min(leave, far);
  }
  return enter.axis >= 0 && enter.distance <= leave ? enter : Hit{};
}

/// Smooth waves of several lengths, different on each face, in 0..1.
Eigen::Vector3f ColorAt(const Eigen::Vector3d& p, int axis) {
  const double a = p[(axis + 1) % 3];
  const double b = p[(axis + 2) % 3];
  Eigen::Vector3f color;
  for (int channel = 0; channel < 3; ++channel) {
    const double phase = 1.3 * channel + 2.1 * axis;
    const double waves = 0.25 * std::sin(3.1 * a + phase) + 0.25 * std::cos(4.3 * b - phase) +
                         0.3 * std::sin(11.0 * a + 7.0 * b + phase) + 0.2 * std::sin(23.0 * b - 19.0 * a);
    color[channel] = static_cast<float>(0.5 + 0.45 * waves);
  }
  return color;
}

}  // namespace

Frame RoomFrame(const Camera& camera, const Pose& room_from_camera) {
  Frame frame;
  frame.camera = camera;
  frame.world_from_camera = room_from_camera;
  frame.color = Image<float>(3, camera.height, camera.width);
  frame.depth_m = Image<float>(1, camera.height, camera.width);
  const Eigen::Vector3d origin = room_from_camera.translation();
  for (int y = 0; y < camera.height; ++y) {
    for (int x = 0; x < camera.width; ++x) {
      // With z = 1, distances along the ray are z-depths.
      const Eigen::Vector3d direction =
          room_from_camera.linear() *
          Eigen::Vector3d((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0);
      Hit nearest = Leave(kWalls, origin, direction);
      for (const Box& box : kFurniture) {
        const Hit hit = Enter(box, origin, direction);
        if (hit.distance < nearest.distance) nearest = hit;
      }
      const Eigen::Vector3f color = ColorAt(origin + nearest.distance * direction, nearest.axis);
      for (int channel = 0; channel < 3; ++channel) frame.color.at(channel, y, x) = color[channel];
      frame.depth_m.at(y, x) = static_cast<float>(nearest.distance);
    }
  }
  return frame;
}

Frame Covered(Frame frame) {
  std::ranges::fill(frame.color.values(), 0.0f);
  std::ranges::fill(frame.depth_m.values(), 0.0f);
  return frame;
}

GaussianCloud CloudFromFrame(const Frame& frame, const Pose& map_from_camera) {
  GaussianCloud cloud;
  const Camera& camera = frame.camera;
  for (int y = 0; y < camera.height; ++y) {
    for (int x = 0; x < camera.width; ++x) {
      const double z = frame.depth_m.at(y, x);
      if (z <= 0.0) continue;
      const Eigen::Vector3d point((x - camera.cx) / camera.fx * z, (y - camera.cy) / camera.fy * z, z);
      const double sigma = z / (0.5 * (camera.fx + camera.fy));
      AddGaussian({map_from_camera * point,
                   Eigen::Vector3d::Constant(sigma),
                   {1, 0, 0, 0},
                   0.5,
                   {frame.color.at(0, y, x), frame.color.at(1, y, x), frame.color.at(2, y, x)}},
                  &cloud);
    }
  }
  return cloud;
}

Pose RoomFromFirstCamera() {
  Twist twist;
  twist << 0.1, -0.1, -1.0, 0.2, 0.4, 0.1;
  return ExpSe3(twist);
}

Scene SurfaceScene(int width, int height) {
  const Camera camera = MakeCamera(width, height);
  return {CloudFromFrame(RoomFrame(camera, RoomFromFirstCamera()), Pose::Identity()),
          camera,
          Pose::Identity(),
          {}};
}

}  // namespace isogs::test
