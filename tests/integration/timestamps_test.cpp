// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/fmt/fmt.h>

#include <filesystem>

#include "datasets/dataset.h"
#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/formats/trajectory.h"
#include "shared/io/file.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr double kStartS = 1305031229.528748;
constexpr int kFrames = 7;

double TimeOf(int frame) { return kStartS + 0.0333 * frame; }

/// The sample's first frames in TUM's layout, with times of 2011. Depth comes 3 ms later.
void MakeTumSample(const fs::path& folder) {
  fs::create_directories(folder);
  const fs::path sample = fs::absolute("datasets/sample");
  DatasetConfig config;
  config.path = sample.string();
  const auto dataset = OpenDataset(config);
  std::string colors = "# color images\n", depths = "# depth maps\n";
  Trajectory truth;
  for (int i = 0; i < kFrames; ++i) {
    const std::string number = "00000" + std::to_string(i);
    colors += fmt::format("{:.6f} {}/results/frame{}.jpg\n", TimeOf(i), sample.string(), number);
    depths += fmt::format("{:.6f} {}/results/depth{}.png\n", TimeOf(i) + 0.003, sample.string(), number);
    truth.push_back({TimeOf(i), *dataset->Read(i).world_from_camera});
  }
  WriteFileAtomically(folder / "rgb.txt", colors);
  WriteFileAtomically(folder / "depth.txt", depths);
  WriteTrajectory(folder / "groundtruth.txt", truth);
}

class TimestampsTest : public testing::Test {
 protected:
  TimestampsTest() { MakeTumSample(folder_ / "tum"); }
  void Run(const std::string& more) {
    const CommandOutcome outcome =
        RunIsogs(SmallRun(run_.path(), "--dataset " + (folder_ / "tum").string() +
                                           " --set dataset.layout=tum --set dataset.depth_scale=6553.5"
                                           " --set dataset.fx=210 --set dataset.fy=210"
                                           " --set dataset.cx=159.5 --set dataset.cy=119.5 " +
                                           more));
    ASSERT_EQ(outcome.code, 0) << outcome.output;
  }
  static void ExpectTimes(const fs::path& file) {
    const Trajectory trajectory = ReadTrajectory(file);
    ASSERT_EQ(trajectory.size(), size_t{kFrames}) << file;
    for (int i = 0; i < kFrames; ++i) {
      EXPECT_NEAR(trajectory[static_cast<size_t>(i)].time_s, TimeOf(i), 1e-6) << file;
    }
  }
  TemporaryFolder folder_;
  RunDirectory run_{folder_ / "run"};
};

TEST_F(TimestampsTest, TrajectoriesHaveTheDataSetsTimesAlsoOfARunThatWentOn) {
  Run("--frames 4");
  Run("");
  ExpectTimes(run_.trajectory());
  ExpectTimes(run_.trajectory_online());
  ExpectTimes(run_.trajectory_ground_truth());
  EXPECT_NEAR(ReadParams(run_.params()).frames.back().timestamp_s, TimeOf(kFrames - 1), 1e-6);
}

TEST_F(TimestampsTest, EvoMatchesTheDataSetsOwnTruth) {
  if (!fs::exists(".venv/bin/evo_ape")) GTEST_SKIP() << "no evo in .venv: scripts/python_helpers.sh makes it";
  Run("");
  const CommandOutcome evo =
      RunCommand(".venv/bin/evo_ape tum " + (folder_ / "tum/groundtruth.txt").string() + " " +
                 run_.trajectory().string() + " --align --verbose");
  EXPECT_EQ(evo.code, 0) << evo.output;
  EXPECT_THAT(evo.output,
              HasSubstr("Found " + std::to_string(kFrames) + " of max. " + std::to_string(kFrames)));
}

}  // namespace
}  // namespace isogs
