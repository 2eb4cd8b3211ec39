// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/live/live_mesher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "meshing/blocks/block_meshing.h"
#include "meshing/blocks/mesh_extractor.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/ipc/gaussian_snapshot.h"
#include "tests/meshing/disc_scenes.h"

namespace isogs::test {
namespace {

using Records = std::vector<GaussianRecord>;

/// A torus of discs, as a snapshot has it; ids leave gaps.
Records Torus(int64_t count = 20'000) {
  DiscOptions options;
  options.noise_m = 0.002;
  Records records = SnapshotOf(TorusOfDiscs(count, 0.3, 0.12, options));
  for (GaussianRecord& record : records) record.id *= 3;
  return records;
}

MeshOptions Options(Surface surface) {
  MeshOptions options;
  options.surface = surface;
  return options;
}

bool SameBits(const TriangleMesh& a, const TriangleMesh& b) {
  return a.vertices == b.vertices && a.normals == b.normals && a.colors == b.colors &&
         a.triangles == b.triangles;
}

TriangleMesh FromNothing(const Records& records, const MeshOptions& options) {
  LiveMesher mesher(options);
  mesher.Update(records, true);
  return mesher.Mesh();
}

/// Moves the Gaussians on one side of the torus.
void Push(Records& records, float beyond_x, float by_m) {
  for (GaussianRecord& record : records) {
    if (record.mean[0] > beyond_x) record.mean[2] += by_m;
  }
}

class BothSurfaces : public testing::TestWithParam<Surface> {};

TEST_P(BothSurfaces, TheFirstUpdateIsAFullExtraction) {
  const Records records = Torus();
  const MeshOptions options = Options(GetParam());
  const UnpackedGaussians unpacked = Unpack(records);
  std::vector<uint32_t> normals;
  for (size_t i = 0; i < records.size(); ++i) {
    const float* n = &unpacked.normals[3 * i];
    normals.push_back(PackNormal({n[0], n[1], n[2]}));
  }
  MemorySink sink;
  ExtractMesh({&unpacked.cloud, normals, {}}, options, &sink);
  ASSERT_GT(sink.mesh.triangle_count(), 1000u);
  EXPECT_TRUE(SameBits(FromNothing(records, options), sink.mesh));
}

TEST_P(BothSurfaces, AnExactUpdateForgetsWhatWasThereBefore) {
  Records records = Torus();
  const MeshOptions options = Options(GetParam());
  LiveMesher mesher(options);
  mesher.Update(records, false);
  Push(records, 0.25f, 0.0004f);  // too little to be seen
  mesher.Update(records, false);
  Push(records, 0.2f, 0.02f);
  records.erase(records.begin() + 100, records.begin() + 900);
  mesher.Update(records, false);
  for (const GaussianRecord& record : Torus(4000)) {
    records.push_back(record);
    records.back().id = record.id + 1;
    records.back().mean[1] += 0.3f;
  }
  mesher.Update(records, true);
  EXPECT_TRUE(SameBits(mesher.Mesh(), FromNothing(records, options)));
}

INSTANTIATE_TEST_SUITE_P(LiveMesher, BothSurfaces, testing::Values(Surface::kOriented, Surface::kDensity));

TEST(LiveMesher, UpdatesOnlyWhatChanged) {
  Records records = Torus();
  LiveMesher mesher(Options(Surface::kOriented));
  const LiveUpdate all = mesher.Update(records, false);
  EXPECT_EQ(all.changed_gaussians, 20'000);
  const LiveUpdate none = mesher.Update(records, false);
  EXPECT_EQ(none.changed_gaussians, 0);
  EXPECT_EQ(none.updated_blocks, 0);
  Push(records, 0.38f, 0.01f);
  const LiveUpdate some = mesher.Update(records, false);
  EXPECT_GT(some.changed_gaussians, 0);
  EXPECT_LT(some.updated_blocks, all.updated_blocks / 3);
}

TEST(LiveMesher, FollowsAPartThatJumpsAsALoopIsClosed) {
  Records records = Torus();
  LiveMesher mesher(Options(Surface::kOriented));
  mesher.Update(records, false);
  Push(records, 0.0f, 0.012f);
  mesher.Update(records, false);
  EXPECT_TRUE(SameBits(mesher.Mesh(), FromNothing(records, Options(Surface::kOriented))));
}

TEST(LiveMesher, SlowDriftDoesNotHide) {
  Records records = Torus();
  const MeshOptions options = Options(Surface::kOriented);
  LiveMesher mesher(options);
  mesher.Update(records, false);
  int64_t changed = 0;
  for (int step = 0; step < 20; ++step) {
    Push(records, -1.0f, 0.0003f);  // 0.03 voxels
    changed += mesher.Update(records, false).changed_gaussians;
  }
  EXPECT_GT(changed, 20'000);
}

TEST(LiveMesher, SizesShowInTheDensityAlone) {
  const Records records = Torus(4000);
  Records larger = records;
  for (GaussianRecord& record : larger) {
    for (uint16_t& size : record.log2_scale) size = static_cast<uint16_t>(size + 1024);  // half an octave
  }
  for (const Surface surface : {Surface::kOriented, Surface::kDensity}) {
    LiveMesher mesher(Options(surface));
    mesher.Update(records, false);
    EXPECT_EQ(mesher.Update(larger, false).changed_gaussians, surface == Surface::kDensity ? 4000 : 0);
    EXPECT_EQ(mesher.Update(larger, true).changed_gaussians, surface == Surface::kDensity ? 0 : 4000);
  }
}

TEST(LiveMesher, GaussiansThatComeAndGoAreFoundAmongTheRest) {
  Records records = Torus(4000);
  LiveMesher mesher(Options(Surface::kOriented));
  mesher.Update(records, false);
  records.erase(records.begin() + 1000, records.begin() + 1010);
  for (uint32_t i = 0; i < 7; ++i) {
    records.push_back(records[i]);
    records.back().id = 1'000'000 + i;
  }
  records[3000].mean[2] += 0.01f;
  EXPECT_EQ(mesher.Update(records, false).changed_gaussians, 10 + 7 + 1);
}

TEST(LiveMesher, TheOrderOfTheSnapshotDoesNotMatter) {
  Records records = Torus();
  const MeshOptions options = Options(Surface::kOriented);
  const TriangleMesh mesh = FromNothing(records, options);
  std::ranges::reverse(records);
  EXPECT_TRUE(SameBits(FromNothing(records, options), mesh));
}

TEST(LiveMesher, ThreadsDoNotMatter) {
  const Records records = Torus();
  const MeshOptions options = Options(Surface::kOriented);
  const TriangleMesh mesh = FromNothing(records, options);
  for (const int threads : {1, 3}) {
    const ThreadLimit limit(threads);
    EXPECT_TRUE(SameBits(FromNothing(records, options), mesh)) << threads;
  }
}

/// Meshes on the processors, and fails when it is told to.
class FailingDevice : public MeshingDevice {
 public:
  std::string Name() const override { return "failing"; }
  std::unique_ptr<BlockMeshing<DensityGaussian>> MakeDensity(const MeshOptions& options) override {
    return std::make_unique<Meshing<DensityGaussian>>(options, &fails);
  }
  std::unique_ptr<BlockMeshing<OrientedGaussian>> MakeOriented(const MeshOptions& options) override {
    return std::make_unique<Meshing<OrientedGaussian>>(options, &fails);
  }

  bool fails = false;

 private:
  template <typename Record>
  class Meshing : public BlockMeshing<Record> {
   public:
    Meshing(const MeshOptions& options, const bool* fails)
        : cpu_(MakeBlockMeshingCpu<Record>(options)), fails_(*fails) {}
    void SetRecords(std::span<const Record> records) override { cpu_->SetRecords(records); }
    void MeshLayers(std::span<const LayerRuns> layers, int32_t first_x, const std::vector<uint64_t>* wanted,
                    LayerReceiver* receiver) override {
      if (fails_) throw Error("device memory: no room");
      cpu_->MeshLayers(layers, first_x, wanted, receiver);
    }

   private:
    std::unique_ptr<BlockMeshing<Record>> cpu_;
    const bool& fails_;
  };
};

TEST(LiveMesher, WhatADeviceFailedToMeshIsNotTakenForMeshed) {
  Records records = Torus();
  MeshOptions options = Options(Surface::kOriented);
  const auto device = std::make_shared<FailingDevice>();
  options.device = device;
  LiveMesher mesher(options);
  mesher.Update(records, true);
  Push(records, 0.2f, 0.02f);
  device->fails = true;
  EXPECT_THROW(mesher.Update(records, true), Error);
  EXPECT_EQ(mesher.Mesh().vertex_count(), 0u);
  device->fails = false;
  mesher.Update(records, true);
  EXPECT_TRUE(SameBits(mesher.Mesh(), FromNothing(records, options)));
}

TEST(LiveMesher, AMapThatEmptiesLeavesNoMesh) {
  LiveMesher mesher(Options(Surface::kOriented));
  mesher.Update(Torus(), false);
  EXPECT_GT(mesher.bytes(), 100'000u);
  mesher.Update({}, false);
  EXPECT_EQ(mesher.Mesh().vertex_count(), 0u);
}

}  // namespace
}  // namespace isogs::test
