// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/view_pair.h"

#include <utility>

#include "datasets/dataset.h"
#include "shared/core/error.h"
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

ViewPair MakeSequencePair(const std::string& path, int64_t first, int64_t second, int width, int height) {
  DatasetConfig config;
  config.path = path;
  config.width = width;
  config.height = height;
  const auto dataset = OpenDataset(config);
  const Frame first_frame = dataset->Read(first);
  Frame frame = dataset->Read(second);
  if (!first_frame.world_from_camera || !frame.world_from_camera) {
    throw Error(path + ": found no poses, expected those of frames " + std::to_string(first) + " and " +
                std::to_string(second));
  }
  const Pose camera_from_map = frame.world_from_camera->inverse() * *first_frame.world_from_camera;
  return {test::CloudFromFrame(first_frame, Pose::Identity()), std::move(frame), camera_from_map};
}

}  // namespace isogs::benchmarks
