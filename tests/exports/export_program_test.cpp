// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// `isogs export` as readers of others see it: GaussForge, pygltflib, OpenUSD, pycolmap and evo, in the .venv
// that scripts/python_helpers.sh makes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>

#include "run/params_file.h"
#include "tests/run/random_params.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

/// A map with Gaussians at their limits, and three that cannot be drawn.
Params MapAtLimits() {
  Params params = MakeParams(300, 6);
  GaussianCloud& map = params.map;
  const auto first_of = [](size_t i) { return 3 * i; };
  map.logit_opacities[0] = INFINITY;        // opaque
  map.log_scales[first_of(1)] = -INFINITY;  // a disc
  map.logit_opacities[2] = -20.0f;
  map.log_scales[first_of(3)] = -30.0f;
  map.colors[first_of(4)] = 3.0f;
  map.means[first_of(5)] = NAN;
  std::fill_n(&map.rotations[24], 4, 0.0f);                 // of the seventh
  std::fill_n(&map.log_scales[first_of(7)], 3, -INFINITY);  // no size at all
  return params;
}

class ExportProgram : public ::testing::Test {
 protected:
  void SetUp() override { WriteParams(Map(), MapAtLimits()); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Map() const { return Path("params.npz"); }

  /// Exports the map and has `reader`, a case of export_check.py, look at it.
  void ExpectRead(const std::string& name, const std::string& reader, const std::string& options = "") const {
    const CommandOutcome written = RunIsogs("export " + Map() + " " + Path(name) + " " + options);
    ASSERT_EQ(written.code, 0) << written.output;
    EXPECT_THAT(written.output, HasSubstr("297 Gaussians"));
    EXPECT_THAT(written.output, HasSubstr("3 Gaussians cannot be drawn"));
    ExpectAgrees(reader, Path(name));
  }
  void ExpectAgrees(const std::string& reader, const std::string& file) const {
    if (!fs::exists(".venv/bin/python")) GTEST_SKIP() << "no .venv: scripts/python_helpers.sh makes it";
    const CommandOutcome outcome =
        RunCommand(".venv/bin/python tests/exports/export_check.py " + reader + " " + Map() + " " + file);
    EXPECT_EQ(outcome.code, 0) << outcome.output;
  }
  /// An SPZ file that we read and write again says the same to GaussForge.
  void ExpectKeptBySpz(const std::string& name) const {
    const CommandOutcome read = RunIsogs("export " + Path(name) + " " + Path("again.spz"));
    ASSERT_EQ(read.code, 0) << read.output;
    EXPECT_THAT(read.output, HasSubstr("296 Gaussians"));  // one is invisible
    if (!fs::exists(".venv/bin/python")) GTEST_SKIP() << "no .venv: scripts/python_helpers.sh makes it";
    const CommandOutcome outcome = RunCommand(".venv/bin/python tests/exports/export_check.py same_spz " +
                                              Path(name) + " " + Path("again.spz"));
    EXPECT_EQ(outcome.code, 0) << outcome.output;
  }
  void ExpectUsageError(const std::string& arguments, const std::string& names) const {
    const CommandOutcome outcome = RunIsogs("export " + arguments);
    EXPECT_EQ(outcome.code, 2) << outcome.output;
    EXPECT_THAT(outcome.output, HasSubstr(names));
    EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  }

  TemporaryFolder folder_;
};

TEST_F(ExportProgram, GaussForgeReadsPly) { ExpectRead("map.ply", "ply"); }
TEST_F(ExportProgram, GaussForgeReadsPlyWithHarmonics) { ExpectRead("map.ply", "ply3", "--sh-degree 3"); }
TEST_F(ExportProgram, PygltflibReadsGlb) { ExpectRead("map.glb", "glb"); }
TEST_F(ExportProgram, TheSpzLibraryReadsSpz) { ExpectRead("map.spz", "spz"); }
TEST_F(ExportProgram, GaussForgeReadsSog) { ExpectRead("map.sog", "sog"); }
TEST_F(ExportProgram, OpenUsdReadsUsda) { ExpectRead("map.usda", "usda"); }

TEST_F(ExportProgram, EvoAndPandasReadTrajectories) {
  for (const std::string name : {"tum", "kitti", "csv"}) {
    const CommandOutcome written = RunIsogs("export " + Map() + " " + Path("poses." + name));
    ASSERT_EQ(written.code, 0) << written.output;
    EXPECT_THAT(written.output, HasSubstr("4 poses"));  // two frames were lost
    ExpectAgrees(name, Path("poses." + name));
  }
}

TEST_F(ExportProgram, FormatIsTheExtensionOrWhatIsSaid) {
  ExpectRead("MAP.GLB", "glb");
  ExpectRead("map.bin", "spz", "--format spz");
}

TEST_F(ExportProgram, ASplatPlyIsAnInput) {
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("a.ply")).code, 0);
  ASSERT_EQ(RunIsogs("export " + Path("a.ply") + " " + Path("b.glb")).code, 0);
  ExpectAgrees("glb", Path("b.glb"));
}

TEST_F(ExportProgram, SpzAndGlbAreInputs) {
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("A.GLB")).code, 0);
  ASSERT_EQ(RunIsogs("export " + Path("A.GLB") + " " + Path("b.ply")).code, 0);
  ExpectAgrees("ply", Path("b.ply"));
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("a.spz")).code, 0);
  ExpectKeptBySpz("a.spz");
}

/// GaussForge leaves the axes of PLY as they are, which ours turns back: see findings/gaussforge_spz_axes.sh.
TEST_F(ExportProgram, SpzOfGaussForgeIsRead) {
  if (!fs::exists(".venv/bin/python")) GTEST_SKIP() << "no .venv: scripts/python_helpers.sh makes it";
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("a.ply")).code, 0);
  for (const std::string version : {"3", "4"}) {
    const CommandOutcome made = RunCommand(".venv/bin/python tests/exports/export_check.py make_spz" +
                                           version + " " + Path("a.ply") + " " + Path("theirs.spz"));
    ASSERT_EQ(made.code, 0) << made.output;
    ExpectKeptBySpz("theirs.spz");
  }
}

TEST_F(ExportProgram, DamagedSplatsGetOneLine) {
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("a.spz")).code, 0);
  fs::resize_file(Path("a.spz"), fs::file_size(Path("a.spz")) - 9);
  const CommandOutcome outcome = RunIsogs("export " + Path("a.spz") + " " + Path("b.ply"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("a.spz: found "));
  EXPECT_EQ(std::ranges::count(outcome.output, '\n'), 1) << outcome.output;
  EXPECT_FALSE(fs::exists(Path("b.ply")));
}

TEST_F(ExportProgram, MistakesGetOneLine) {
  ExpectUsageError(Map() + " " + Path("map.xyz"), "'.xyz', expected .ply, .glb");
  ExpectUsageError(Map() + " " + Path("map"), "''");
  ExpectUsageError(Map() + " " + Path("map.ply") + " --format gltf", "--format");
  ExpectUsageError(Map() + " " + Path("map.ply") + " --sh-degree 4", "--sh-degree");
  ExpectUsageError(Map() + " " + Path("map.glb") + " --sh-degree 3", "--sh-degree");
  ExpectUsageError(Map() + " " + Path("map.colmap"), "--format colmap or nerfstudio");
  ExpectUsageError(Map() + " " + Path("map.ply") + " --keyframes", "--keyframes");
  ExpectUsageError(Map() + " " + Path("map.ply") + " --dataset data", "--dataset");
  ExpectUsageError(Path("none.npz") + " " + Path("map.ply"), "none.npz: does not exist");
  EXPECT_FALSE(fs::exists(Path("map.ply")));
}

TEST_F(ExportProgram, SplatsTellNoCameras) {
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("a.ply")).code, 0);
  ExpectUsageError(Path("a.ply") + " " + Path("poses.tum"), "a.ply: splats tell no cameras");
  ASSERT_EQ(RunIsogs("export " + Map() + " " + Path("a.spz")).code, 0);
  ExpectUsageError(Path("a.spz") + " " + Path("poses.tum"), "a.spz: splats tell no cameras");
  ExpectUsageError(Path("a.ply") + " " + Path("views") + " --format colmap", "a.ply: splats tell no cameras");
}

TEST_F(ExportProgram, AMapThatShowsNothingIsRefused) {
  Params params = MakeParams(2, 1);
  params.map.means[0] = params.map.means[3] = NAN;
  WriteParams(Map(), params);
  const CommandOutcome outcome = RunIsogs("export " + Map() + " " + Path("map.ply"));
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.output, HasSubstr("params.npz: holds no Gaussians that can be drawn"));
  EXPECT_FALSE(fs::exists(Path("map.ply")));
}

}  // namespace
}  // namespace isogs
