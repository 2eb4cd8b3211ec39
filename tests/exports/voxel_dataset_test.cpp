// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Volumes as Python reads them: h5py and python/isogs/voxels.py, in the .venv that scripts/python_helpers.sh
// makes.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "shared/formats/mesh_file.h"
#include "shared/formats/ply.h"
#include "tests/exports/voxel_files.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::test {
namespace {

class VoxelDataset : public testing::Test {
 protected:
  void SetUp() override {
    if (RunCommand(".venv/bin/python -c 'import h5py'").code != 0)
      GTEST_SKIP() << "no h5py in .venv: scripts/python_helpers.sh makes it";
    std::vector<float> points;
    for (int i = 0; i < 2; ++i) {
      const auto cloud = SphereOfDiscs(2'000, {0.3 * i, 0.0, 0.0}, 0.3, {}).cloud;
      std::vector<float> normals = cloud.means;
      for (size_t k = 0; k < normals.size(); k += 3) normals[k] -= 0.3f * static_cast<float>(i);
      WriteSplatPly(folder_ / ("sphere" + std::to_string(i) + ".ply"), cloud, normals);
      points.insert(points.end(), cloud.means.begin(), cloud.means.end());
    }
    WritePoints(folder_ / "clouds.h5", "points", {2, 2'000, 3}, points);
    TriangleMesh mesh;
    mesh.vertices.assign(points.begin(), points.begin() + 6'000);
    WriteMesh(folder_ / "points.ply", mesh);
  }

  /// Runs a case of tests/exports/voxel_dataset_check.py.
  void Check(const std::string& name) const {
    const CommandOutcome outcome =
        RunCommand(".venv/bin/python tests/exports/voxel_dataset_check.py " + name + " " +
                   folder_.path().string() + " " + ProgramFolder() + "/isogs");
    EXPECT_EQ(outcome.code, 0) << outcome.output;
  }

  TemporaryFolder folder_;
};

TEST_F(VoxelDataset, ReadsWhatIsStoredInEveryField) { Check("fields"); }
TEST_F(VoxelDataset, RoundTripIsExactToThePrecision) { Check("precision"); }
TEST_F(VoxelDataset, OnTheFlyHasTheSameValues) { Check("on_the_fly"); }
TEST_F(VoxelDataset, PointsAreSumsOfGaussians) { Check("points"); }
TEST_F(VoxelDataset, IsASequenceThatForksAndPickles) { Check("sequence"); }
TEST_F(VoxelDataset, SaysWhatIsMissing) { Check("errors"); }
TEST_F(VoxelDataset, ATorchDatasetWhereTorchIs) { Check("torch"); }

}  // namespace
}  // namespace isogs::test
