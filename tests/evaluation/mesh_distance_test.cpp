// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/mesh_distance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "evaluation/surface_figures.h"
#include "shared/core/error.h"
#include "shared/geometry/projection.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

constexpr Camera kCamera = {8, 6, 8.0, 8.0, 3.5, 2.5};

/// A square of 1 m a side, at z = 2, whose corner is the axis' point.
TriangleMesh Square() {
  TriangleMesh mesh;
  mesh.vertices = {0, 0, 2, 1, 0, 2, 1, 1, 2, 0, 1, 2};
  mesh.triangles = {0, 1, 2, 0, 2, 3};
  return mesh;
}

PixelSamples AllPixels(const std::vector<float>& depth_m, const Pose& camera_from_map = Pose::Identity()) {
  std::vector<int32_t> pixels(depth_m.size());
  std::iota(pixels.begin(), pixels.end(), 0);
  return {kCamera, camera_from_map, depth_m, pixels};
}

TEST(MeshDistance, IsThatToTheTriangles) {
  const std::vector<float> depth_m(8 * 6, 2.5f);
  const PixelSamples samples = AllPixels(depth_m);
  const std::vector<float> distances = MeshDistance(Square()).To(samples);
  ASSERT_EQ(distances.size(), depth_m.size());
  for (size_t i = 0; i < distances.size(); ++i) {
    const Eigen::Vector3f p(samples.x()[i], samples.y()[i], samples.z()[i]);
    const Eigen::Vector3f nearest(std::clamp(p.x(), 0.0f, 1.0f), std::clamp(p.y(), 0.0f, 1.0f), 2.0f);
    EXPECT_NEAR(distances[i], (p - nearest).norm(), 1e-6f) << p.transpose();
  }
}

TEST(MeshDistance, FollowsThePose) {
  Pose camera_from_map = Pose::Identity();
  camera_from_map.translation().z() = -1.0;  // the camera stands 1 m nearer to the square
  const auto distances =
      MeshDistance(Square()).To(AllPixels(std::vector<float>(8 * 6, 1.25f), camera_from_map));
  EXPECT_NEAR(distances[5 * 8 + 7], 0.25f, 1e-6f);  // (0.55, 0.39) m: before the square
}

TEST(MeshDistance, OfTrianglesWithoutAreaIsThatToTheirEdges) {
  TriangleMesh line = Square();
  line.triangles = {0, 1, 1};
  const auto distances = MeshDistance(line).To(AllPixels(std::vector<float>(8 * 6, 2.0f)));
  EXPECT_NEAR(distances[5 * 8 + 4], 0.625f, 1e-6f);  // (0.125, 0.625) m
}

TEST(MeshDistance, OfNoTrianglesIsAnError) {
  EXPECT_THAT([] { MeshDistance{TriangleMesh{}}; }, ThrowsMessage<Error>(HasSubstr("0 triangles")));
}

TEST(SurfaceFigures, QuartilesAndShares) {
  EXPECT_FALSE(SurfaceFiguresOf({}, 1.0));
  EXPECT_FALSE(MeshFitOf({}));
  const std::vector<float> values = {0.04f, 0.01f, 0.03f, 0.06f};
  const auto surface = SurfaceFiguresOf(values, 1.0);
  EXPECT_EQ(surface->points, 4);
  EXPECT_FLOAT_EQ(static_cast<float>(surface->density_quartiles[0]), 0.03f);
  EXPECT_FLOAT_EQ(static_cast<float>(surface->density_median), 0.04f);
  EXPECT_FLOAT_EQ(static_cast<float>(surface->density_quartiles[1]), 0.06f);
  EXPECT_NEAR(surface->iso_residual_median, 0.97, 1e-6);
  const auto fit = MeshFitOf({{}, values, 0.125});
  EXPECT_EQ(fit->within_2cm, 0.25);
  EXPECT_EQ(fit->within_5cm, 0.75);
  EXPECT_FLOAT_EQ(static_cast<float>(fit->median_m), 0.04f);
  EXPECT_EQ(fit->seen_through, 0.125);
}

}  // namespace
}  // namespace isogs
