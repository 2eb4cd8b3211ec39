// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "meshing/blocks/block_field.h"
#include "meshing/blocks/mesh_extractor.h"
#include "meshing/devices/meshing_device.h"
#include "meshing/live/live_mesher.h"
#include "shared/core/error.h"
#include "shared/cuda/runtime.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/meshing/meshing_devices.h"

namespace isogs::test {
namespace {

TriangleMesh Extract(const DiscScene& scene, const MeshOptions& options) {
  MemorySink sink;
  ExtractMesh(scene.Source(), options, &sink);
  return std::move(sink.mesh);
}

/// Kernels fuse multiplication and addition where the CPU's vectors do: then every bit is the same.
bool HasFusedVectors() { return std::string(MeshingSimdTargetName()).starts_with("AVX"); }

void ExpectAgrees(const TriangleMesh& mesh, const TriangleMesh& expected) {
  ASSERT_GT(expected.triangle_count(), 500u);
  if (HasFusedVectors()) {
    EXPECT_TRUE(mesh.triangles == expected.triangles);
    EXPECT_TRUE(mesh.vertices == expected.vertices);
    EXPECT_TRUE(mesh.normals == expected.normals);
    EXPECT_TRUE(mesh.colors == expected.colors);
    return;
  }
  const auto near = [](size_t a, size_t b) { return static_cast<double>(a) / static_cast<double>(b); };
  EXPECT_NEAR(near(mesh.vertex_count(), expected.vertex_count()), 1.0, 1e-3);
  EXPECT_NEAR(near(mesh.triangle_count(), expected.triangle_count()), 1.0, 1e-3);
}

/// A box with a hole in it and floaters, some Gaussians larger than blocks, colours of all kinds.
DiscScene Scene() {
  DiscOptions options;
  options.noise_m = 0.003;
  options.floaters = 0.01;
  DiscScene scene = BoxOfDiscs(40'000, {-0.31, -0.43, -0.17}, {0.29, 0.26, 0.31}, options);
  for (size_t i = 0; i < scene.cloud.size(); ++i) {
    for (size_t k = 0; k < 3; ++k) {
      scene.cloud.colors[3 * i + k] = 0.5f + 0.5f * std::sin(static_cast<float>(i * (k + 1)));
    }
    if (scene.cloud.means[3 * i] > 0.07f && scene.cloud.means[3 * i + 1] > 0.03f) {
      scene.cloud.logit_opacities[i] = -20.0f;
    }
    if (i % 997 == 0) {
      for (size_t k = 0; k < 3; ++k) scene.cloud.log_scales[3 * i + k] += 2.5f;
      scene.spacings[i] *= 6.0f;
    }
  }
  return scene;
}

class DeviceMeshing : public testing::TestWithParam<MeshingCase> {
 protected:
  static MeshOptions Options() {
    MeshOptions options = GetParam().Options();
    options.voxel_size_m = 0.02;
    return options;
  }
  /// As the device has it, and as the processors do.
  static void Compare(const DiscScene& scene, MeshOptions options) {
    const TriangleMesh mesh = Extract(scene, options);
    options.device = nullptr;
    ExpectAgrees(mesh, Extract(scene, options));
  }
};

TEST_P(DeviceMeshing, HasTheMeshOfTheProcessors) {
  const DiscScene scene = Scene();
  for (const int block_size : {8, 16, 32}) {
    MeshOptions options = Options();
    options.block_size = block_size;
    SCOPED_TRACE(block_size);
    Compare(scene, options);
  }
}

TEST_P(DeviceMeshing, HasTheMeshOfTheProcessorsWhereItIsCropped) {
  MeshOptions options = Options();
  options.crop = MeshCrop{{-0.253, -0.251, -1.0}, {0.257, 0.163, 0.249}};
  options.min_component = 0;
  Compare(Scene(), options);
}

TEST_P(DeviceMeshing, DoesNotDependOnBatches) {
  const DiscScene scene = SphereOfDiscs(20'000, {0.0, 0.0, 0.0}, 0.3, {});
  MeshOptions options = Options();
  const TriangleMesh expected = Extract(scene, options);
  options.batch_blocks = 5;
  const TriangleMesh mesh = Extract(scene, options);
  EXPECT_TRUE(mesh.vertices == expected.vertices && mesh.triangles == expected.triangles &&
              mesh.normals == expected.normals && mesh.colors == expected.colors);
}

TEST_P(DeviceMeshing, KeepsALiveMeshUpToDate) {
  std::vector<GaussianRecord> records = SnapshotOf(TorusOfDiscs(20'000, 0.3, 0.12, {}));
  MeshOptions options = Options();
  LiveMesher mesher(options);
  mesher.Update(records, true);
  // Some blocks of each layer along x.
  for (GaussianRecord& record : records) record.mean[2] += record.mean[1] > 0.35f ? 0.02f : 0.0f;
  mesher.Update(records, true);
  options.device = nullptr;
  LiveMesher expected(options);
  expected.Update(records, true);
  ExpectAgrees(mesher.Mesh(), expected.Mesh());
}

TEST_P(DeviceMeshing, GivesItsMemoryBack) {
  const size_t before = cuda::AllocatedBytes();
  Extract(SphereOfDiscs(5'000, {0.0, 0.0, 0.0}, 0.3, {}), Options());
  EXPECT_EQ(cuda::AllocatedBytes(), before);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(DeviceMeshing);
INSTANTIATE_TEST_SUITE_P(Devices, DeviceMeshing, testing::ValuesIn(DeviceMeshingCases()),
                         [](const auto& tested) { return tested.param.Name(); });

TEST(OpenMeshingDevice, NamesTheOptionAndWhatItExpects) {
  EXPECT_EQ(OpenMeshingDevice("cpu", "--device"), nullptr);
  for (const std::string name : {"gpu", "", "cuda:", "cuda:-1", "cuda:x", "cuda:1x", "CUDA"}) {
    try {
      OpenMeshingDevice(name, "--device");
      ADD_FAILURE() << name;
    } catch (const UsageError& error) {
      EXPECT_EQ(std::string(error.what()), "--device: '" + name + "', expected cpu, cuda, or cuda:N");
    }
  }
  EXPECT_THROW(OpenMeshingDevice("cuda:4711", "--device"), UsageError);
}

}  // namespace
}  // namespace isogs::test
