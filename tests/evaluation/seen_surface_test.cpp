// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/seen_surface.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <limits>

#include "shared/core/error.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

/// Looks along +z from (2, 1.5, z), at a wall of constant depth; frame i stands at z = i / 2.
class WallDataset : public Dataset {
 public:
  std::string layout() const override { return "test"; }
  int64_t frame_count() const override { return 3; }
  Camera camera() const override { return {81, 61, 80.0, 80.0, 40.0, 30.0}; }
  Frame Read(int64_t index) const override {
    Frame frame;
    frame.index = index;
    frame.camera = camera();
    frame.color = Image<float>(3, 61, 81);
    frame.depth_m = Image<float>(1, 61, 81, depth_m);
    for (int y = 0; y < 61; ++y) {
      for (int x = 0; x < hole_columns; ++x) frame.depth_m.at(y, x) = 0.0f;
    }
    Pose pose = Pose::Identity();
    pose.translation() << 2.0, 1.5, 0.5 * static_cast<double>(index);
    if (has_poses) frame.world_from_camera = pose;
    return frame;
  }

  float depth_m = 2.0f;
  int hole_columns = 0;  // on the left, without depth
  bool has_poses = true;
};

double Area(const TriangleMesh& mesh) {
  double area = 0.0;
  const auto vertex = [&](size_t i) {
    return Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[3 * size_t{mesh.triangles[i]}]);
  };
  for (size_t i = 0; i < mesh.triangles.size(); i += 3) {
    area += 0.5 * (vertex(i + 1) - vertex(i)).cross(vertex(i + 2) - vertex(i)).norm();
  }
  return area;
}

Eigen::AlignedBox3f Bounds(const TriangleMesh& mesh) {
  Eigen::AlignedBox3f box;
  for (size_t i = 0; i < mesh.vertices.size(); i += 3) {
    box.extend(Eigen::Map<const Eigen::Vector3f>(&mesh.vertices[i]));
  }
  return box;
}

TriangleMesh Seen(const WallDataset& dataset, const std::vector<int64_t>& indices, float wall_z = 2.0f) {
  return SeenSurface(test::Room({4.0f, 3.0f, wall_z}, 1), dataset, indices, 2, nullptr);
}

TEST(SeenSurface, KeepsWhatIsInTheView) {
  const TriangleMesh seen = Seen({}, {0});
  // At 2 m the view is 81 / 80 x 61 / 80 of that, around (2, 1.5); the room's large triangles were cut.
  EXPECT_NEAR(Area(seen), 2.0 * 81 / 80 * 2.0 * 61 / 80, 0.1);
  EXPECT_NEAR(Bounds(seen).min().x(), 2.0 - 81.0 / 80, 0.05);
  EXPECT_NEAR(Bounds(seen).max().y(), 1.5 + 61.0 / 80, 0.05);
  EXPECT_GT(Bounds(seen).min().z(), 1.9f);
}

TEST(SeenSurface, JoinsWhatAllFramesSee) {
  // 1 m from the wall of depth 2, frame 2 sees all that is nearer too.
  WallDataset dataset;
  EXPECT_GT(Area(Seen(dataset, {0, 2})), Area(Seen(dataset, {2})) + 0.1);
  EXPECT_NEAR(Area(Seen(dataset, {0, 0})), Area(Seen(dataset, {0})), 1e-6);
}

TEST(SeenSurface, DropsWhatLiesBehindTheMeasuredDepth) {
  EXPECT_GT(Area(Seen({}, {0}, 2.02f)), 1.0);
  EXPECT_THAT([] { Seen({}, {0}, 2.04f); }, ThrowsMessage<Error>(HasSubstr("no frame saw")));
}

TEST(SeenSurface, PixelsWithoutDepthSeeNothing) {
  WallDataset dataset;
  dataset.hole_columns = 40;  // up to x < 39.5
  EXPECT_NEAR(Bounds(Seen(dataset, {0})).min().x(), 2.0 - 0.5 * 2.0 / 80, 0.05);
}

TEST(SeenSurface, NeedsTruePoses) {
  WallDataset dataset;
  dataset.has_poses = false;
  EXPECT_THAT([&] { Seen(dataset, {0}); }, ThrowsMessage<UsageError>(HasSubstr("no true poses")));
}

TEST(SeenSurface, RefusesSurfacesTooLargeToCut) {
  TriangleMesh huge = test::Tetrahedron();
  for (float& value : huge.vertices) value *= 1e30f;
  EXPECT_THAT([&] { SeenSurface(huge, WallDataset(), {0}, 2, nullptr); },
              ThrowsMessage<Error>(HasSubstr("too large")));
}

}  // namespace
}  // namespace isogs
