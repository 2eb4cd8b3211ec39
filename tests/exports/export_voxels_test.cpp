// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The program as a user starts it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "exports/voxels/voxel_batch.h"
#include "shared/formats/mesh_file.h"
#include "shared/formats/ply.h"
#include "shared/io/file.h"
#include "tests/exports/voxel_files.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class ExportVoxels : public testing::Test {
 protected:
  ExportVoxels() {
    for (const double x : {0.0, 0.5, 1.0}) {
      const auto cloud = SphereOfDiscs(3'000, {x, 0.0, 0.0}, 0.3, {}).cloud;
      WriteSplatPly(folder_ / ("sphere" + std::to_string(spheres_++) + ".ply"), cloud);
    }
  }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  /// On all spheres, 16 cells a side.
  CommandOutcome Run(const std::string& more, const std::string& output = "out", int batch_size = 1) {
    return RunIsogs("export_voxels '" + Path("sphere?.ply") + "' --voxel-size 16 --batch-size " +
                    std::to_string(batch_size) + " --output " + Path(output) + " " + more);
  }
  std::string Bytes(const std::string& name) const { return ReadWholeFile(folder_ / name); }
  void ExpectRefusal(const CommandOutcome& outcome, const std::string& message, int code = 2) {
    EXPECT_EQ(outcome.code, code) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(message));
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  }
  /// Files in the output, by name.
  std::vector<std::string> Files(const std::string& output = "out") const {
    std::vector<std::string> names;
    if (!fs::exists(folder_ / output)) return names;
    for (const auto& entry : fs::directory_iterator(folder_ / output))
      names.push_back(entry.path().filename().string());
    std::ranges::sort(names);
    return names;
  }

  TemporaryFolder folder_;
  int spheres_ = 0;
};

TEST_F(ExportVoxels, WritesBatchesAndMetadata) {
  const CommandOutcome made = Run("", "out", 2);
  ASSERT_EQ(made.code, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("% of the values are 0"));
  EXPECT_THAT(Files(), ElementsAre("metadata.yaml", "voxels_batch_0000.h5", "voxels_batch_0001.h5"));
  EXPECT_THAT(Bytes("out/metadata.yaml"), AllOf(HasSubstr("samples: 3\n"), HasSubstr("shape: [16,16,16]\n")));
  EXPECT_THAT(ReadBatchRecord(folder_ / "out/voxels_batch_0000.h5").indices, ElementsAre(0, 1));
  EXPECT_THAT(ReadBatchRecord(folder_ / "out/voxels_batch_0001.h5").sources,
              ElementsAre(Path("sphere2.ply")));
}

TEST_F(ExportVoxels, MeshesOfTheSameVoxelSizeCrossTheVolumeWhereItChangesSign) {
  constexpr double kSpacingM = 1.0 / 64.0;  // a decimal number without end is none for --voxel-size
  constexpr int kLow = -32, kCells = 64;
  const std::string sphere = Path("sphere0.ply");
  ASSERT_EQ(RunIsogs("export_voxels " + sphere + " --field oriented --voxel-size 64 --volume-dims 1 1 1" +
                     " --center 0 0 0 --output " + Path("out"))
                .code,
            0);
  ASSERT_EQ(
      RunIsogs("extract_mesh " + sphere + " --voxel-size 0.015625 --no-cleaning --output " + Path("mesh.ply"))
          .code,
      0);
  const std::vector<float> volume =
      ReadVolume(folder_ / "out/voxels_batch_0000.h5", 0, {0, kCells, kCells, kCells});
  const TriangleMesh mesh = ReadMesh(folder_ / "mesh.ply");
  ASSERT_GT(mesh.vertex_count(), 1000u);
  for (size_t v = 0; v < mesh.vertex_count(); ++v) {
    size_t lower = 0, upper = 0;
    double along = 0.0;
    for (size_t k = 3; k-- > 0;) {
      const double at = mesh.vertices[3 * v + k] / kSpacingM - kLow, below = std::floor(at + 1e-4);
      const bool between = at - below > 1e-4;
      lower = kCells * lower + static_cast<size_t>(below);
      upper = kCells * upper + static_cast<size_t>(below) + (between ? 1 : 0);
      if (between) along = at - below;
    }
    if (lower == upper) continue;
    const float a = volume[lower], b = volume[upper];
    ASSERT_TRUE((a < 0.0f) != (b < 0.0f)) << v;
    ASSERT_NEAR(along, a / (a - b), 5e-4) << v;
  }
}

TEST_F(ExportVoxels, StartedAgainGoesOnBehindWhatIsComplete) {
  ASSERT_EQ(Run("", "whole").code, 0);
  ASSERT_EQ(Run("").code, 0);
  const auto written = fs::last_write_time(folder_ / "out/voxels_batch_0000.h5");
  fs::remove(folder_ / "out/voxels_batch_0001.h5");
  WriteFileAtomically(folder_ / "out/voxels_batch_0002.h5.tmp", "half");
  fs::remove(folder_ / "out/metadata.yaml");
  const CommandOutcome outcome = Run("");
  ASSERT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("2 of 3 volumes are there"));
  EXPECT_EQ(fs::last_write_time(folder_ / "out/voxels_batch_0000.h5"), written);
  for (const char* name :
       {"voxels_batch_0000.h5", "voxels_batch_0001.h5", "voxels_batch_0002.h5", "metadata.yaml"})
    EXPECT_TRUE(Bytes(std::string("out/").append(name)) == Bytes(std::string("whole/").append(name))) << name;
  EXPECT_THAT(Run("").output, HasSubstr("all 3 volumes are there"));
}

TEST_F(ExportVoxels, RefusesToGoOnWithOtherOptionsOrInputs) {
  ASSERT_EQ(Run("").code, 0);
  ExpectRefusal(Run("--threshold 0.01"), "threshold (0.001 -> 0.01)");
  ExpectRefusal(Run("--max-samples 2"), "is not of this export, which has 2 batches");
  ExpectRefusal(Run("--first-sample 1 --max-samples 3"), "expected sample 1 of");
  fs::rename(folder_ / "sphere0.ply", folder_ / "sphere5.ply");
  ExpectRefusal(Run(""), "expected sample 0 of");
  EXPECT_EQ(Files().size(), 4u);
}

TEST_F(ExportVoxels, OverwriteStartsAnew) {
  ASSERT_EQ(Run("").code, 0);
  ASSERT_EQ(Run("--overwrite --max-samples 1 --precision 2").code, 0);
  EXPECT_THAT(Files(), ElementsAre("metadata.yaml", "voxels_batch_0000.h5"));
  EXPECT_THAT(Bytes("out/metadata.yaml"), HasSubstr("precision: 2\n"));
}

TEST_F(ExportVoxels, NeverReplacesWhatItDidNotWrite) {
  fs::create_directories(folder_ / "out");
  WriteFileAtomically(folder_ / "out/notes.txt", "mine");
  ExpectRefusal(Run("--overwrite"), "holds 'notes.txt'");
  fs::remove(folder_ / "out/notes.txt");
  WritePoints(folder_ / "out/voxels_batch_0001.h5", "voxels", {1, 2, 2, 2}, std::vector<float>(8));
  const std::string before = Bytes("out/voxels_batch_0001.h5");
  ExpectRefusal(Run("--overwrite"), "was not written by export_voxels; remove it");
  ExpectRefusal(Run(""), "was not written by export_voxels; remove it");
  EXPECT_TRUE(Bytes("out/voxels_batch_0001.h5") == before);
}

TEST_F(ExportVoxels, TheConfigurationsSectionSaysWhatOptionsDoNot) {
  const auto configure = [&](const std::string& text) { WriteFileAtomically(folder_ / "c.yaml", text); };
  configure("prerender:\n  voxel_size: 8\n  precision: 3\n  volume_dims: [1.0, 1.0, 0.5]\n  output: " +
            Path("c") + "\n");
  const std::string sphere = "export_voxels " + Path("sphere0.ply") + " --config " + Path("c.yaml") + " ";
  ASSERT_EQ(RunIsogs(sphere).code, 0);
  EXPECT_THAT(Bytes("c/metadata.yaml"), AllOf(HasSubstr("shape: [4,8,8]\n"), HasSubstr("precision: 3\n")));
  ASSERT_EQ(RunIsogs(sphere + "--precision 5 --output " + Path("d")).code, 0);
  EXPECT_THAT(Bytes("d/metadata.yaml"), AllOf(HasSubstr("shape: [4,8,8]\n"), HasSubstr("precision: 5\n")));
  configure("prerender:\n  voxelsize: 8\n");
  ExpectRefusal(RunIsogs(sphere), "unknown key 'prerender.voxelsize' (did you mean 'prerender.voxel_size'?)");
  configure("prerender:\n  volume_dims: [1.0, 2.0]\n");
  ExpectRefusal(RunIsogs(sphere), "expected three numbers");
  configure("prerender:\n  voxel_size: [8]\n");
  ExpectRefusal(RunIsogs(sphere), "found a list");
}

TEST_F(ExportVoxels, RefusesWhatCannotBe) {
  ExpectRefusal(Run("--voxel-size 8", "none"), "--voxel-size");  // given twice
  const std::string sphere = "export_voxels " + Path("sphere0.ply") + " --output " + Path("none") + " ";
  ExpectRefusal(RunIsogs(sphere + "--voxel-size -3"), "--voxel-size: found '-3', expected a whole number");
  ExpectRefusal(RunIsogs(sphere + "--voxel-size 0.05"), "--voxel-size: found '0.05'");
  ExpectRefusal(RunIsogs(sphere + "--volume-dims 1 -1 1"),
                "--volume-dims: found '1 -1 1', expected three numbers");
  ExpectRefusal(RunIsogs(sphere + "--volume-dims 1 1"), "--volume-dims");
  ExpectRefusal(RunIsogs(sphere + "--field colour"), "--field: found 'colour', expected one of density");
  ExpectRefusal(RunIsogs(sphere + "--compression lzf"), "--compression: found 'lzf'");
  ExpectRefusal(RunIsogs(sphere + "--fill none"), "--fill");
  ExpectRefusal(RunIsogs(sphere + "--first-sample 1"), "--first-sample: found 1, expected 0 to 0");
  ExpectRefusal(RunIsogs(sphere + "--field oriented --threshold 0.1"), "--threshold");
  ExpectRefusal(RunIsogs(sphere + "--precison 3"), "did you mean '--precision'?");
  ExpectRefusal(RunIsogs("export_voxels " + Path("sphere0.ply")), "--output: is missing");
  ExpectRefusal(RunIsogs("export_voxels --output " + Path("none")), "no input");
  ExpectRefusal(RunIsogs("export_voxels " + Path("no.ply") + " --output " + Path("none")), "does not exist");
  WriteSplatPly(folder_ / "empty.ply", {});
  ExpectRefusal(RunIsogs("export_voxels " + Path("empty.ply") + " --output " + Path("empty")),
                "holds no Gaussians", 1);
  EXPECT_FALSE(fs::exists(folder_ / "none"));
  EXPECT_FALSE(fs::exists(folder_ / "empty"));
}

TEST_F(ExportVoxels, PointsMustBeFiniteAndHaveNeitherColoursNorNormals) {
  std::vector<float> points(30, 0.25f);
  points[4] = 1.5f;
  WritePoints(folder_ / "good.h5", "points", {2, 5, 3}, points);
  const std::string line = " --voxel-size 8 --output " + Path("p") + " --input-points ";
  ExpectRefusal(RunIsogs("export_voxels --field color" + line + Path("good.h5")),
                "--field: points have neither");
  points[20] = std::nanf("");
  WritePoints(folder_ / "bad.h5", "points", {2, 5, 3}, points);
  const CommandOutcome bad = RunIsogs("export_voxels --padding 1" + line + Path("bad.h5"));
  EXPECT_EQ(bad.code, 1);
  EXPECT_THAT(bad.output, HasSubstr("bad.h5: point 1 of cloud 1 is not finite"));
  EXPECT_THAT(Files("p"), ElementsAre());
}

TEST_F(ExportVoxels, SaysWhereAVolumeIsEmpty) {
  const CommandOutcome outcome =
      RunIsogs("export_voxels " + Path("sphere0.ply") +
               " --voxel-size 8 --volume-dims 1 1 1 --center 50 0 0 --output " + Path("far"));
  EXPECT_EQ(outcome.code, 0) << outcome.output;
  EXPECT_THAT(outcome.output, HasSubstr("sphere0.ply: nothing of it lies in its volume"));
}

TEST_F(ExportVoxels, DryRunNamesTheSamplesAndWritesNothing) {
  const CommandOutcome outcome = Run("--dry-run --first-sample 1");
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.output, "1\t" + Path("sphere1.ply") + "\n2\t" + Path("sphere2.ply") + "\n");
  EXPECT_THAT(Files(), ElementsAre());
}

}  // namespace
}  // namespace isogs::test
