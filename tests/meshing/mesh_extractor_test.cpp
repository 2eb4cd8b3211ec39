// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/mesh_extractor.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/meshing/mesh_topology.h"
#include "tests/meshing/meshing_devices.h"

namespace isogs::test {
namespace {

struct Shape {
  const char* name;
  DiscScene scene;
  int64_t genus;
};

/// Closed shapes that straddle the origin and lie askew to every block.
std::vector<Shape> Shapes() {
  DiscOptions options;
  options.noise_m = 0.002;
  return {{"sphere", SphereOfDiscs(30'000, {0.013, -0.021, 0.037}, 0.3, options), 0},
          {"torus", TorusOfDiscs(30'000, 0.3, 0.12, options), 1},
          {"box", BoxOfDiscs(30'000, {-0.31, -0.23, -0.17}, {0.29, 0.26, 0.21}, options), 0}};
}

TriangleMesh Extract(const DiscScene& scene, const MeshOptions& options) {
  MemorySink sink;
  ExtractMesh(scene.Source(), options, &sink);
  return std::move(sink.mesh);
}

/// The triangles as positions, normals and colours, in an order of their own.
std::vector<std::array<float, 27>> Canonical(const TriangleMesh& mesh) {
  std::vector<std::array<float, 27>> triangles;
  for (size_t t = 0; t < mesh.triangles.size(); t += 3) {
    std::array<std::array<float, 9>, 3> corners;
    for (size_t k = 0; k < 3; ++k) {
      const size_t v = mesh.triangles[t + k];
      for (size_t c = 0; c < 3; ++c) {
        corners[k][c] = mesh.vertices[3 * v + c];
        corners[k][3 + c] = mesh.normals[3 * v + c];
        corners[k][6 + c] = mesh.colors[3 * v + c];
      }
    }
    std::rotate(corners.begin(), std::min_element(corners.begin(), corners.end()), corners.end());
    std::array<float, 27> flat;
    std::memcpy(flat.data(), corners.data(), sizeof(flat));
    triangles.push_back(flat);
  }
  std::sort(triangles.begin(), triangles.end());
  return triangles;
}

bool SameBits(const TriangleMesh& a, const TriangleMesh& b) {
  return a.vertices == b.vertices && a.normals == b.normals && a.colors == b.colors &&
         a.triangles == b.triangles;
}

class ClosedShapes : public testing::TestWithParam<MeshingCase> {};

TEST_P(ClosedShapes, AreWatertightForEveryBlockSize) {
  for (const Shape& shape : Shapes()) {
    for (const int block_size : {8, 16, 32}) {
      MeshOptions options = GetParam().Options();
      options.block_size = block_size;
      const Topology topology = TopologyOf(Extract(shape.scene, options));
      SCOPED_TRACE(testing::Message() << shape.name << ", blocks of " << block_size);
      EXPECT_EQ(topology.boundary_edges, 0);
      EXPECT_EQ(topology.non_manifold_edges, 0);
      EXPECT_EQ(topology.flipped_edges, 0);
      EXPECT_EQ(topology.unused_vertices, 0);
      const int64_t sheets = GetParam().surface == Surface::kDensity ? 2 : 1;
      EXPECT_EQ(topology.components, sheets);
      EXPECT_EQ(topology.genus, sheets * shape.genus);
    }
  }
}

TEST_P(ClosedShapes, DoNotDependOnBlockSize) {
  for (const Shape& shape : Shapes()) {
    MeshOptions options = GetParam().Options();
    const auto expected = Canonical(Extract(shape.scene, options));
    ASSERT_GT(expected.size(), 1000u);
    for (const int block_size : {8, 32}) {
      options.block_size = block_size;
      EXPECT_TRUE(Canonical(Extract(shape.scene, options)) == expected) << shape.name << ", " << block_size;
    }
  }
}

TEST_P(ClosedShapes, DoNotDependOnBlockSizeWhereGaussiansReachFar) {
  const DiscScene scene = SphereOfDiscs(3'000, {0.013, -0.021, 0.037}, 0.3, {});
  MeshOptions options = GetParam().Options();
  options.kernel_m = options.min_scale_m = 0.05;  // farther than a block of 8 voxels
  options.block_size = 32;
  const auto expected = Canonical(Extract(scene, options));
  ASSERT_GT(expected.size(), 1000u);
  for (const int block_size : {8, 16}) {
    options.block_size = block_size;
    for (const int64_t batch : {0, 3}) {
      options.batch_blocks = batch;
      EXPECT_TRUE(Canonical(Extract(scene, options)) == expected) << block_size << ", " << batch;
    }
  }
}

TEST_P(ClosedShapes, DoNotDependOnBatchesAndThreads) {
  const Shape shape = std::move(Shapes()[1]);
  MeshOptions options = GetParam().Options();
  options.block_size = 8;
  const TriangleMesh expected = Extract(shape.scene, options);
  for (const int threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    for (const int64_t batch : {0, 1, 3, 7, 1000}) {
      options.batch_blocks = batch;
      options.max_memory_bytes = batch == 0 ? 16 << 20 : int64_t{2} << 30;
      EXPECT_TRUE(SameBits(Extract(shape.scene, options), expected)) << threads << " threads, " << batch;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Surfaces, ClosedShapes, testing::ValuesIn(MeshingCases()),
                         [](const auto& tested) { return tested.param.Name(); });

TEST(OrientedSurface, LiesOnTheSphere) {
  const DiscScene scene = SphereOfDiscs(20'000, {0.0, 0.0, 0.0}, 0.3, {});
  const TriangleMesh mesh = Extract(scene, {});
  double worst = 0.0, sum = 0.0, worst_normal = 1.0;
  for (size_t v = 0; v < mesh.vertices.size(); v += 3) {
    const Eigen::Map<const Eigen::Vector3f> p(&mesh.vertices[v]), n(&mesh.normals[v]);
    worst = std::max(worst, std::abs(p.norm() - 0.3));
    sum += std::abs(p.norm() - 0.3);
    worst_normal = std::min<double>(worst_normal, n.dot(p.normalized()));
  }
  EXPECT_LT(worst, 0.002);
  EXPECT_LT(sum / static_cast<double>(mesh.vertex_count()), 0.0007);
  EXPECT_GT(worst_normal, 0.99);
}

/// `found` of "FOUND ..., expected at most N ...; use V or more".
struct Refusal {
  double found = 0.0, allowed = 0.0, voxel_size_m = 0.0;
};

Refusal RefusalOf(const DiscScene& scene, const MeshOptions& options) {
  try {
    Extract(scene, options);
  } catch (const UsageError& error) {
    const std::string text = error.what();
    const auto number_behind = [&](const std::string& words) {
      const size_t place = text.find(words);
      return place == std::string::npos ? -1.0 : std::strtod(text.c_str() + place + words.size(), nullptr);
    };
    const bool lists = text.find("would reach ") != std::string::npos;
    const bool about = text.find("would make about ") != std::string::npos;
    return {number_behind(lists   ? "would reach "
                          : about ? "would make about "
                                  : "would make more than "),
            number_behind("at most "), number_behind("use ")};
  }
  return {};
}

TEST(TooManyBlocks, TheMessageAgreesWithItself) {
  DiscOptions wide;
  wide.sigma_over_spacing = 20.0;  // few blocks, but many Gaussians reach each
  for (const DiscOptions& discs : {DiscOptions{}, wide}) {
    const DiscScene scene = SphereOfDiscs(500, {0, 0, 0}, 0.3, discs);
    for (const Surface surface : {Surface::kOriented, Surface::kDensity}) {
      MeshOptions options;
      options.voxel_size_m = 0.004;
      options.surface = surface;
      options.max_blocks = 60;
      // Blocks are estimated, so the advice may need a second look, but it gets there.
      for (int look = 0; look < 3; ++look) {
        const Refusal refusal = RefusalOf(scene, options);
        if (refusal.allowed == 0.0 && look > 0) break;
        EXPECT_GE(refusal.found, refusal.allowed);
        ASSERT_GT(refusal.voxel_size_m, options.voxel_size_m);
        options.voxel_size_m = refusal.voxel_size_m;
      }
      EXPECT_NO_THROW(Extract(scene, options));
    }
  }
}

}  // namespace
}  // namespace isogs::test
