// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/field_samples.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "meshing/blocks/block_field.h"
#include "meshing/blocks/block_grid.h"
#include "meshing/blocks/mesh_extractor.h"
#include "meshing/gaussians/field_limits.h"
#include "meshing/gaussians/slab_index.h"
#include "tests/meshing/disc_scenes.h"

namespace isogs::test {
namespace {

constexpr double kVoxelSizeM = 0.0123;

MeshOptions OptionsFor(Surface surface) {
  MeshOptions options;
  options.voxel_size_m = kVoxelSizeM;
  options.surface = surface;
  options.min_component = 0;
  return options;
}

DiscScene Sphere() {
  return SphereOfDiscs(20'000, {0.1, -0.2, 0.05}, 0.3, {.noise_m = 0.002, .floaters = 0.02});
}

size_t PlaceIn(const LatticeBox& box, const LatticePoint& point) {
  int64_t place = 0;
  for (size_t k = 3; k-- > 0;)
    place = place * (int64_t{box.high[k]} - box.low[k] + 1) + (point[k] - box.low[k]);
  return static_cast<size_t>(place);
}

bool SameBits(float a, float b) { return std::bit_cast<uint32_t>(a) == std::bit_cast<uint32_t>(b); }

/// Calls body(point, place) for all points of a box.
template <typename Body>
void ForAllPoints(const LatticeBox& box, const Body& body) {
  size_t place = 0;
  for (int32_t z = box.low[2]; z <= box.high[2]; ++z) {
    for (int32_t y = box.low[1]; y <= box.high[1]; ++y) {
      for (int32_t x = box.low[0]; x <= box.high[0]; ++x) body(LatticePoint{x, y, z}, place++);
    }
  }
}

/// The field of the whole map, block by block as ExtractMesh evaluates it. Calls body(field, origin).
template <typename Record, typename Body>
void ForBlocksOfExtraction(const GaussianSource& source, const MeshOptions& options, const Body& body) {
  const GaussianKernels kernels(source, options);
  const SlabIndex index = IndexSlabs(kernels, options);
  SlabRecords<Record> records(kernels, index, 1 << 28);
  BlockField field(options.block_size, MinVertexWeight(options) > 0.0f);
  for (size_t layer = 0; layer < index.layer_count; ++layer) {
    records.Advance(layer, layer + 1);
    const int32_t x = index.first_layer + static_cast<int32_t>(layer);
    const BlockLayer grid = MakeBlockLayer(records.records(), records.Runs(layer), x, options.block_size);
    for (size_t b = 0; b < grid.blocks.size(); ++b) {
      const BlockIndex& block = grid.blocks[b];
      const int32_t size = options.block_size;
      const LatticePoint origin = {block.x * size, block.y * size, block.z * size};
      if constexpr (std::is_same_v<Record, OrientedGaussian>) {
        EvaluateOriented(records.records(), grid.List(b), origin, MinSampleWeight(options), &field);
      } else {
        EvaluateDensity(records.records(), grid.List(b), origin, static_cast<float>(options.iso_level),
                        &field);
      }
      body(&field, origin);
    }
  }
}

TEST(FieldSamples, OrientedHasTheBitsOfExtraction) {
  const DiscScene scene = Sphere();
  const MeshOptions options = OptionsFor(Surface::kOriented);
  for (const LatticeBox& box :
       {LatticeBox{{-20, -45, -25}, {38, 13, 33}}, LatticeBox{{9, -9, 3}, {30, 5, 4}}}) {
    const std::vector<float> samples = SampleOriented(scene.Source(), options, box);
    ASSERT_EQ(samples.size(), PointCount(box));
    int64_t equal = 0, with_value = 0;
    std::vector<uint8_t> seen(samples.size());
    ForBlocksOfExtraction<OrientedGaussian>(
        scene.Source(), options, [&](BlockField* field, const LatticePoint& o) {
          ForAllPoints(box, [&](const LatticePoint& p, size_t place) {
            const int x = p[0] - o[0], y = p[1] - o[1], z = p[2] - o[2];
            if (std::min({x, y, z}) < 0 || std::max({x, y, z}) >= options.block_size) return;
            const int row = field->Row(y, z);
            const bool valid = (field->valid[static_cast<size_t>(row)] >> x & 1) != 0;
            ASSERT_EQ(valid, !std::isnan(samples[place]));
            seen[place] = 1;
            if (!valid) return;
            ++with_value;
            equal += SameBits(samples[place], static_cast<float>(kVoxelSizeM) * field->value(row)[x]) ? 1 : 0;
          });
        });
    EXPECT_EQ(equal, with_value);
    EXPECT_GT(with_value, 100);
    for (size_t i = 0; i < samples.size(); ++i) ASSERT_TRUE(seen[i] != 0 || std::isnan(samples[i]));
  }
}

TEST(FieldSamples, DensityAndInsideAreThoseOfExtraction) {
  const DiscScene scene = Sphere();
  const MeshOptions options = OptionsFor(Surface::kDensity);
  const LatticeBox box = {{-20, -45, -25}, {38, 13, 33}};
  const std::vector<float> density = SampleDensity(scene.Source(), options, box);
  const std::vector<float> inside = SampleInside(scene.Source(), options, box);
  int64_t taken = 0;
  ForBlocksOfExtraction<DensityGaussian>(
      scene.Source(), options, [&](BlockField* field, const LatticePoint& o) {
        ForAllPoints(box, [&](const LatticePoint& p, size_t place) {
          const int x = p[0] - o[0], y = p[1] - o[1], z = p[2] - o[2];
          if (std::min({x, y, z}) < 0 || std::max({x, y, z}) >= options.block_size) return;
          const int row = field->Row(y, z);
          const bool is_inside = (field->inside[static_cast<size_t>(row)] >> x & 1) != 0;
          ASSERT_EQ(inside[place], is_inside ? 1.0f : 0.0f);
          taken += is_inside ? 1 : 0;
          const double expected = options.iso_level - static_cast<double>(field->value(row)[x]);
          ASSERT_NEAR(density[place], expected, 1e-6 * (1.0 + expected));
        });
      });
  EXPECT_GT(taken, 1000);
}

/// Each vertex of a mesh lies on an edge of the lattice, where the samples at its ends say.
void ExpectCrossings(const TriangleMesh& mesh, const LatticeBox& box, const std::vector<float>& samples,
                     float level) {
  ASSERT_GT(mesh.vertex_count(), 1000u);
  for (size_t v = 0; v < mesh.vertex_count(); ++v) {
    LatticePoint lower, upper;
    double along = 0.0;
    for (size_t k = 0; k < 3; ++k) {
      const double at = mesh.vertices[3 * v + k] / kVoxelSizeM;
      const bool on_point = std::abs(at - std::nearbyint(at)) < 1e-4;
      lower[k] = static_cast<int32_t>(on_point ? std::nearbyint(at) : std::floor(at));
      upper[k] = lower[k] + (on_point ? 0 : 1);
      if (!on_point) along = at - lower[k];
    }
    if (lower == upper) continue;
    const float a = samples[PlaceIn(box, lower)] - level, b = samples[PlaceIn(box, upper)] - level;
    ASSERT_TRUE((a < 0.0f) != (b < 0.0f)) << v;
    ASSERT_NEAR(along, a / (a - b), 5e-4) << v;
  }
}

TEST(FieldSamples, MeshesCrossEdgesWhereTheSamplesSay) {
  const DiscScene scene = SphereOfDiscs(20'000, {0.1, -0.2, 0.05}, 0.3, {.noise_m = 0.002});
  const LatticeBox box = {{-25, -50, -30}, {45, 20, 40}};
  for (const Surface surface : {Surface::kOriented, Surface::kDensity}) {
    const MeshOptions options = OptionsFor(surface);
    MemorySink sink;
    ExtractMesh(scene.Source(), options, &sink);
    if (surface == Surface::kOriented) {
      ExpectCrossings(sink.mesh, box, SampleOriented(scene.Source(), options, box), 0.0f);
    } else {
      ExpectCrossings(sink.mesh, box, SampleDensity(scene.Source(), options, box),
                      static_cast<float>(options.iso_level));
    }
  }
}

TEST(FieldSamples, ColoursAreThoseAroundWeighedByDensity) {
  DiscScene scene = SphereOfDiscs(5'000, {0.0, 0.0, 0.0}, 0.3, {});
  for (size_t i = 0; i < scene.cloud.size(); ++i) {
    const bool left = scene.cloud.means[3 * i] < 0.0f;
    scene.cloud.colors[3 * i] = left ? 1.0f : 0.0f;
    scene.cloud.colors[3 * i + 1] = 0.2f;  // 51 of 255
    scene.cloud.colors[3 * i + 2] = left ? 0.0f : 1.0f;
  }
  const MeshOptions options = OptionsFor(Surface::kDensity);
  const LatticeBox box = {{-28, -28, -28}, {28, 28, 28}};
  const std::vector<float> density = SampleDensity(scene.Source(), options, box);
  const std::vector<float> colors = SampleColors(scene.Source(), options, box, 0.01f);
  const size_t points = PointCount(box);
  ASSERT_EQ(colors.size(), 4 * points);
  ForAllPoints(box, [&](const LatticePoint& p, size_t place) {
    const bool there = density[place] >= 0.01f;
    ASSERT_TRUE(SameBits(colors[3 * points + place], there ? density[place] : 0.0f));
    ASSERT_NEAR(colors[points + place], there ? 0.2 : 0.0, 1e-5);
    if (!there) return;
    if (p[0] < -5) {
      ASSERT_NEAR(colors[place], 1.0, 1e-5);
    }
    if (p[0] > 5) {
      ASSERT_NEAR(colors[2 * points + place], 1.0, 1e-5);
    }
  });
}

TEST(FieldSamples, AreEmptyWhereNothingIs) {
  const DiscScene scene = SphereOfDiscs(1'000, {0.0, 0.0, 0.0}, 0.3, {});
  const LatticeBox far = {{1000, 1000, 1000}, {1010, 1010, 1010}};
  for (const float value : SampleDensity(scene.Source(), OptionsFor(Surface::kDensity), far))
    ASSERT_TRUE(SameBits(value, 0.0f));
  for (const float value : SampleOriented(scene.Source(), OptionsFor(Surface::kOriented), far))
    ASSERT_TRUE(std::isnan(value));
}

}  // namespace
}  // namespace isogs::test
