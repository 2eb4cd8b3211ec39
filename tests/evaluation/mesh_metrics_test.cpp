// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/mesh_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "evaluation/nearest_points.h"
#include "evaluation/surface_samples.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "tests/shared/test_meshes.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TriangleMesh Shifted(TriangleMesh mesh, float x, float y, float z) {
  for (size_t i = 0; i < mesh.vertices.size(); i += 3) {
    mesh.vertices[i] += x;
    mesh.vertices[i + 1] += y;
    mesh.vertices[i + 2] += z;
  }
  return mesh;
}

/// A square in the plane z = 0, facing +z.
TriangleMesh Square(float side) {
  TriangleMesh mesh;
  mesh.vertices = {0, 0, 0, side, 0, 0, side, side, 0, 0, side, 0};
  mesh.triangles = {0, 1, 2, 0, 2, 3};
  return mesh;
}

double Distance(const float* a, const float* b) { return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]); }

/// Mean distance of the samples to their nearest, and the shares within 1 and 5 cm, with no tree.
struct BruteForce {
  double mean = 0.0, within_1cm = 0.0, within_5cm = 0.0;
};

BruteForce Compare(const SurfaceSamples& from, const SurfaceSamples& to) {
  BruteForce result;
  const auto count = static_cast<double>(from.size());
  for (size_t i = 0; i < from.size(); ++i) {
    double nearest = std::numeric_limits<double>::max();
    for (size_t j = 0; j < to.size(); ++j) {
      nearest = std::min(nearest, Distance(&from.points[3 * i], &to.points[3 * j]));
    }
    result.mean += nearest / count;
    result.within_1cm += (nearest < 0.01) / count;
    result.within_5cm += (nearest < 0.05) / count;
  }
  return result;
}

TEST(SampleSurface, SpreadsPointsByArea) {
  TriangleMesh mesh = Square(1.0f);
  const TriangleMesh large = Shifted(Square(2.0f), 0, 0, 5);
  mesh.vertices.insert(mesh.vertices.end(), large.vertices.begin(), large.vertices.end());
  for (const uint32_t index : large.triangles) mesh.triangles.push_back(index + 4);
  const SurfaceSamples samples = SampleSurface(mesh, 50'000, 7);
  ASSERT_EQ(samples.size(), 50'000u);
  double on_small = 0.0, left_half = 0.0;
  for (size_t i = 0; i < samples.size(); ++i) {
    const float* p = &samples.points[3 * i];
    EXPECT_EQ(samples.normals[3 * i + 2], 1.0f);
    if (p[2] == 5.0f) {
      left_half += p[0] < 1.0f;
      continue;
    }
    EXPECT_EQ(p[2], 0.0f);
    on_small += 1.0;
  }
  EXPECT_NEAR(on_small / 50'000, 0.2, 0.01);
  EXPECT_NEAR(left_half / (50'000 - on_small), 0.5, 0.01);
}

TEST(SampleSurface, IsReproducible) {
  const TriangleMesh mesh = test::Tetrahedron();
  EXPECT_EQ(SampleSurface(mesh, 1000, 1).points, SampleSurface(mesh, 1000, 1).points);
  EXPECT_NE(SampleSurface(mesh, 1000, 1).points, SampleSurface(mesh, 1000, 2).points);
}

TEST(SampleSurface, RefusesMeshesWithoutArea) {
  TriangleMesh flat = test::Tetrahedron();
  flat.triangles = {0, 0, 1, 2, 2, 2};
  EXPECT_THAT([&] { SampleSurface(flat, 10, 0); }, ThrowsMessage<Error>(HasSubstr("2 triangles")));
  EXPECT_THAT([&] { SampleSurface({}, 10, 0); }, ThrowsMessage<Error>(HasSubstr("0 triangles")));
}

TEST(FindNearestPoints, AgreesWithBruteForce) {
  Random random(1);
  std::vector<float> points(3 * 700), queries(3 * 5000);
  for (float& value : points) value = static_cast<float>(random.NextNormal());
  for (float& value : queries) value = static_cast<float>(random.NextNormal());
  const auto nearest = FindNearestPoints(points, queries);
  ASSERT_EQ(nearest.size(), 5000u);
  for (size_t i = 0; i < nearest.size(); ++i) {
    double best = std::numeric_limits<double>::max();
    for (size_t j = 0; j < 700; ++j) best = std::min(best, Distance(&points[3 * j], &queries[3 * i]));
    EXPECT_NEAR(nearest[i].distance_m, best, 1e-6);
    EXPECT_NEAR(Distance(&points[3 * size_t{nearest[i].index}], &queries[3 * i]), best, 1e-6);
  }
}

TEST(CompareMeshes, AgreesWithBruteForce) {
  const TriangleMesh truth = test::Room({0.4f, 0.3f, 0.2f}, 2);
  const TriangleMesh mesh = Shifted(test::Tetrahedron(), 0.02f, 0.01f, 0.0f);
  // Seeds and crop of the header's doc.
  const SurfaceSamples of_truth = SampleSurface(truth, 1500, 1);
  const SurfaceSamples all = SampleSurface(mesh, 1500, 0);
  SurfaceSamples of_mesh;
  float low[3] = {9, 9, 9}, high[3] = {-9, -9, -9};
  for (size_t i = 0; i < of_truth.points.size(); ++i) {
    low[i % 3] = std::min(low[i % 3], of_truth.points[i]);
    high[i % 3] = std::max(high[i % 3], of_truth.points[i]);
  }
  for (size_t i = 0; i < all.size(); ++i) {
    bool inside = true;
    for (size_t k = 0; k < 3; ++k) {
      inside &= all.points[3 * i + k] >= low[k] - 0.05f && all.points[3 * i + k] <= high[k] + 0.05f;
    }
    if (inside) of_mesh.points.insert(of_mesh.points.end(), &all.points[3 * i], &all.points[3 * i] + 3);
  }
  ASSERT_GT(of_mesh.size(), 100u);
  ASSERT_LT(of_mesh.size(), 1400u);

  const MeshFigures figures = CompareMeshes(mesh, truth, 1500);
  const BruteForce accuracy = Compare(of_mesh, of_truth), completion = Compare(of_truth, of_mesh);
  EXPECT_NEAR(figures.accuracy_m, accuracy.mean, 1e-6);
  EXPECT_NEAR(figures.completion_m, completion.mean, 1e-6);
  EXPECT_NEAR(figures.precision_1cm, accuracy.within_1cm, 1e-9);
  EXPECT_NEAR(figures.recall_1cm, completion.within_1cm, 1e-9);
  EXPECT_NEAR(figures.precision_5cm, accuracy.within_5cm, 1e-9);
  EXPECT_NEAR(figures.recall_5cm, completion.within_5cm, 1e-9);
  EXPECT_EQ(figures.completion_ratio_5cm, figures.recall_5cm);
  const double p = figures.precision_5cm, r = figures.recall_5cm;
  EXPECT_NEAR(figures.f1_5cm, 2 * p * r / (p + r), 1e-12);
}

TEST(CompareMeshes, KnowsHowFarSamplesOfOneSurfaceAreApart) {
  // Nearest of n uniform points per m^2: mean 1 / (2 sqrt n), within r: 1 - exp(-pi n r^2).
  const MeshFigures figures = CompareMeshes(Square(2.0f), Square(2.0f), 20'000);  // 5000 a m^2
  EXPECT_NEAR(figures.accuracy_m, 0.5 / std::sqrt(5000.0), 2e-4);
  EXPECT_NEAR(figures.f1_1cm, 1.0 - std::exp(-std::numbers::pi * 0.5), 0.015);
  EXPECT_GT(figures.f1_5cm, 0.999);
  EXPECT_NEAR(figures.normal_consistency, 1.0, 1e-6);
}

TEST(CompareMeshes, MeasuresAnOffset) {
  const MeshFigures figures = CompareMeshes(Shifted(Square(2.0f), 0, 0, 0.03f), Square(2.0f), 100'000);
  EXPECT_NEAR(figures.accuracy_m, 0.03, 0.002);
  EXPECT_NEAR(figures.completion_m, 0.03, 0.002);
  EXPECT_EQ(figures.f1_1cm, 0.0);
  EXPECT_EQ(figures.f1_5cm, 1.0);
}

TEST(CompareMeshes, TellsWhatIsMissingFromWhatIsWrong) {
  const MeshFigures half = CompareMeshes(Square(1.0f), Square(2.0f), 50'000);
  EXPECT_GT(half.precision_5cm, 0.999);
  EXPECT_NEAR(half.recall_5cm, 1.05 * 1.05 / 4.0, 0.01);
  EXPECT_EQ(half.completion_ratio_5cm, half.recall_5cm);
}

TEST(CompareMeshes, NormalsCountWithoutTheirSign) {
  TriangleMesh wall = Square(1.0f);
  for (size_t i = 0; i < wall.vertices.size(); i += 3) std::swap(wall.vertices[i + 1], wall.vertices[i + 2]);
  TriangleMesh flipped = Square(1.0f);
  std::swap(flipped.triangles[0], flipped.triangles[1]);
  std::swap(flipped.triangles[3], flipped.triangles[4]);
  EXPECT_NEAR(CompareMeshes(flipped, Square(1.0f), 1000).normal_consistency, 1.0, 1e-6);
  EXPECT_NEAR(CompareMeshes(wall, Square(1.0f), 1000).normal_consistency, 0.0, 1e-6);
}

TEST(CompareMeshes, GivesTheSameFiguresForAnyNumberOfThreads) {
  const TriangleMesh truth = test::Room({4, 3, 2}, 3), mesh = Shifted(truth, 0.01f, 0, 0);
  double accuracy[2];
  for (const int threads : {1, 4}) {
    const ThreadLimit limit(threads);
    accuracy[threads / 4] = CompareMeshes(mesh, truth, 30'000).accuracy_m;
  }
  EXPECT_EQ(accuracy[0], accuracy[1]);
}

TEST(CompareMeshes, SaysWhenTheMeshIsElsewhere) {
  EXPECT_THAT([] { CompareMeshes(Shifted(Square(1.0f), 9, 9, 9), Square(1.0f), 100); },
              ThrowsMessage<Error>(HasSubstr("bounding box")));
}

}  // namespace
}  // namespace isogs
