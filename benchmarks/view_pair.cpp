// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "benchmarks/view_pair.h"

#include <utility>

#include "datasets/dataset.h"
#include "shared/core/error.h"
#include "shared/io/npz.h"
#include "slam/rendering/projection_math.h"
#include "slam/rendering/rasterizer.h"
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

void SaveScene(const std::filesystem::path& path, const ViewPair& pair, const Rendering& rendering) {
  const auto count = static_cast<int64_t>(pair.map.size());
  const Camera& camera = pair.frame.camera;
  const Shape image{plane::kCount, camera.height, camera.width};
  const Eigen::Matrix<double, 4, 4, Eigen::RowMajor> camera_from_map = pair.camera_from_map.matrix();
  const std::vector<double> pose(camera_from_map.data(), camera_from_map.data() + camera_from_map.size());
  const std::vector<double> intrinsics{camera.fx, camera.fy, camera.cx, camera.cy};
  const std::vector<float> near_plane_m{kNearPlaneM};
  WriteNpz(path,
           std::vector<NamedArray>{MakeNamedArray("means", {count, 3}, pair.map.means),
                                   MakeNamedArray("colors", {count, 3}, pair.map.colors),
                                   MakeNamedArray("rotations", {count, 4}, pair.map.rotations),
                                   MakeNamedArray("logit_opacities", {count}, pair.map.logit_opacities),
                                   MakeNamedArray("log_scales", {count, 3}, pair.map.log_scales),
                                   MakeNamedArray("camera_from_map", {4, 4}, pose),
                                   MakeNamedArray("intrinsics", {4}, intrinsics),
                                   MakeNamedArray("near_plane_m", {1}, near_plane_m),
                                   MakeNamedArray("planes", image, rendering.planes),
                                   MakeNamedArray("plane_gradients", image, rendering.plane_gradients)});
}

}  // namespace isogs::benchmarks
