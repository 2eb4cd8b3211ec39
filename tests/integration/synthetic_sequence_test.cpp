// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// A made-up room goes through SLAM.
#include <gtest/gtest.h>

#include "run/run_directory.h"
#include "shared/formats/trajectory.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

TEST(SyntheticSequence, IsTrackedToMillimetresByItsOwnConfiguration) {
  const TemporaryFolder folder;
  const CommandOutcome made = RunIsogs("make_dataset sequence " + (folder / "room").string() +
                                       " --frames 30 --width 160 --height 120 --seed 2");
  ASSERT_EQ(made.code, 0) << made.output;
  const RunDirectory run(folder / "run");
  const CommandOutcome ran =
      RunIsogs("slam " + (folder / "room/config.yaml").string() + " --output " + run.path().string() +
               " --set mapping.iterations=10 --set mapping.first_iterations=20");
  ASSERT_EQ(ran.code, 0) << ran.output;

  const Trajectory estimated = ReadTrajectory(run.trajectory());
  const Trajectory truth = ReadTrajectory(run.trajectory_ground_truth());
  ASSERT_EQ(estimated.size(), 30u);
  ASSERT_EQ(truth.size(), 30u);
  double farthest_m = 0.0, way_m = 0.0;
  for (size_t i = 0; i < truth.size(); ++i) {
    const Pose offset = truth[i].world_from_camera.inverse() * estimated[i].world_from_camera;
    farthest_m = std::max(farthest_m, offset.translation().norm());
    if (i > 0)
      way_m +=
          (truth[i].world_from_camera.translation() - truth[i - 1].world_from_camera.translation()).norm();
  }
  EXPECT_GT(way_m, 0.15);
  EXPECT_LT(farthest_m, 0.005);
}

}  // namespace
}  // namespace isogs
