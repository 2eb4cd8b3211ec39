// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The sequence in datasets/sample. Tests run in the source folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/frame_prefetcher.h"

namespace isogs {
namespace {

DatasetConfig SampleConfig() {
  DatasetConfig config;
  config.path = "datasets/sample";
  return config;
}

TEST(Sample, IsFoundWithoutNamingItsLayout) {
  const auto dataset = OpenDataset(SampleConfig());
  EXPECT_EQ(dataset->layout(), "replica");
  EXPECT_EQ(dataset->frame_count(), 60);
  EXPECT_EQ(dataset->camera(), (Camera{320, 240, 210.0, 210.0, 159.5, 119.5}));
}

TEST(Sample, ReadsFully) {
  const auto dataset = OpenDataset(SampleConfig());
  FramePrefetcher frames(*dataset, FrameIndices(dataset->frame_count(), 0, 0, 1), 4, BadFrame::kStop);
  std::optional<Eigen::Vector3d> last_position;
  int64_t count = 0;
  while (const auto frame = frames.Next()) {
    EXPECT_EQ(frame->index, count);
    ASSERT_TRUE(frame->world_from_camera);
    const auto& depth = frame->depth_m.values();
    const auto valid =
        std::ranges::count_if(depth, [](float metres) { return metres > 0.2f && metres < 10.0f; });
    EXPECT_GT(valid, 0.99 * static_cast<double>(depth.size()));
    const auto [darkest, brightest] = std::ranges::minmax(frame->color.values());
    EXPECT_GE(darkest, 0.0f);
    EXPECT_LE(brightest, 1.0f);
    EXPECT_GT(brightest - darkest, 0.5f);
    const Eigen::Vector3d position = frame->world_from_camera->translation();
    if (last_position) {
      EXPECT_LT((position - *last_position).norm(), 0.03);
    }
    last_position = position;
    ++count;
  }
  EXPECT_EQ(count, 60);
  EXPECT_EQ(frames.bad_frames(), 0);
}

/// Points seen in one frame, seen again from the next: depth, pose and camera agree to millimetres.
TEST(Sample, DepthPoseAndCameraFitTogether) {
  const auto dataset = OpenDataset(SampleConfig());
  const Frame from = dataset->Read(10), to = dataset->Read(20);
  const Camera camera = dataset->camera();
  const Pose to_from_from = to.world_from_camera->inverse() * *from.world_from_camera;
  std::vector<double> errors;
  for (int y = 20; y < 220; y += 5) {
    for (int x = 20; x < 300; x += 5) {
      const double z = from.depth_m.at(y, x);
      if (z <= 0.0) continue;
      const Eigen::Vector3d point =
          to_from_from * Eigen::Vector3d((x - camera.cx) / camera.fx * z, (y - camera.cy) / camera.fy * z, z);
      const int u = static_cast<int>(std::lround(camera.fx * point.x() / point.z() + camera.cx));
      const int v = static_cast<int>(std::lround(camera.fy * point.y() / point.z() + camera.cy));
      if (u < 0 || u >= camera.width || v < 0 || v >= camera.height) continue;
      errors.push_back(std::abs(to.depth_m.at(v, u) - point.z()));
    }
  }
  ASSERT_GT(errors.size(), 1000u);
  std::ranges::nth_element(errors, errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2));
  EXPECT_LT(errors[errors.size() / 2], 0.004);  // a rounded pixel on a slanted wall is worth that much
}

}  // namespace
}  // namespace isogs
