// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/camera/hand_held_camera.h"

#include <gtest/gtest.h>

#include <numbers>

#include "tests/datasets/synthetic/test_rooms.h"

namespace isogs::synthetic {
namespace {

constexpr double kStep_s = 1.0 / 30;

struct Motion {
  double clearance_m = 10.0;  // the least
  double speed_mps = 0.0;     // the largest
  double turn_degps = 0.0;
  double path_m = 0.0;
};

Motion MotionOf(const Renderer& rooms, const HandHeldCamera& camera, double duration_s) {
  const Obstacles obstacles(rooms.scene());
  Motion motion;
  Pose last = camera.WorldFromCamera(0.0);
  for (double time_s = kStep_s; time_s < duration_s; time_s += kStep_s) {
    const Pose pose = camera.WorldFromCamera(time_s);
    motion.clearance_m = std::min(motion.clearance_m, obstacles.Clearance(pose.translation(), 10.0));
    const double step_m = (pose.translation() - last.translation()).norm();
    motion.path_m += step_m;
    motion.speed_mps = std::max(motion.speed_mps, step_m / kStep_s);
    motion.turn_degps = std::max(motion.turn_degps, RotationAngle(last.linear().transpose() * pose.linear()) *
                                                        180 / std::numbers::pi / kStep_s);
    last = pose;
  }
  return motion;
}

TEST(HandHeldCamera, KeepsItsDistanceAndMovesAsAPersonDoes) {
  for (uint64_t seed = 0; seed < 12; ++seed) {
    const Renderer rooms(BuildRoom(seed), kQuickLight);
    const HandHeldCamera camera(rooms, seed, 20.0);
    const Motion motion = MotionOf(rooms, camera, 20.0);
    EXPECT_GE(motion.clearance_m, kClearance_m) << "seed " << seed;
    EXPECT_LE(motion.speed_mps, 0.6) << "seed " << seed;
    EXPECT_LE(motion.turn_degps, 40.0) << "seed " << seed;
    EXPECT_GT(motion.path_m, 3.5) << "seed " << seed;
  }
}

TEST(HandHeldCamera, FindsItsWayThroughTheSmallestRoom) {
  const Renderer rooms(BuildRoom(4, RoomSize{kSmallestRoom_m, kSmallestRoom_m}), kQuickLight);
  EXPECT_GE(MotionOf(rooms, HandHeldCamera(rooms, 4, 5.0), 5.0).clearance_m, kClearance_m);
}

TEST(HandHeldCamera, VisitsAllRoomsOfAFlatAndComesBack) {
  const double duration_s = 2000 * kStep_s;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    const Renderer rooms(BuildFlat(seed), kQuickLight);
    const HandHeldCamera camera(rooms, seed, duration_s);
    const Motion motion = MotionOf(rooms, camera, duration_s);
    EXPECT_GE(motion.clearance_m, kClearance_m) << "seed " << seed;
    EXPECT_LE(motion.speed_mps, 0.75) << "seed " << seed;
    EXPECT_LE(motion.turn_degps, 40.0) << "seed " << seed;
    EXPECT_TRUE(camera.WorldFromCamera(duration_s).isApprox(camera.WorldFromCamera(0.0), 1e-9))
        << "seed " << seed;
    std::vector<bool> visited(rooms.scene().plan.rooms.size());
    for (double time_s = 0.0; time_s < duration_s; time_s += 0.2) {
      const Eigen::Vector3d at = camera.WorldFromCamera(time_s).translation();
      for (size_t i = 0; i < visited.size(); ++i)
        if (rooms.scene().plan.rooms[i].Contains(at.x(), at.y())) visited[i] = true;
    }
    EXPECT_EQ(visited, std::vector<bool>(5, true)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace isogs::synthetic
