// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/view_pair.h"

#include "tests/slam/test_scenes.h"

namespace isogs::benchmarks {

ViewPair MakeRoomPair(int width, int height) {
  const Camera camera = test::MakeCamera(width, height);
  const Pose room_from_first = test::RoomFromFirstCamera();
  Twist motion;
  motion << 0.007, -0.004, 0.005, 0.003, -0.008, 0.003;
  const Pose camera_from_first = ExpSe3(motion);
  return {test::CloudFromFrame(test::RoomFrame(camera, room_from_first), Pose::Identity()),
          test::RoomFrame(camera, room_from_first * camera_from_first.inverse()), camera_from_first};
}

}  // namespace isogs::benchmarks
