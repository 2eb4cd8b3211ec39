// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "run/run_directory.h"
#include "shared/formats/trajectory.h"
#include "tests/shared/run_command.h"
#include "tests/shared/small_run.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

class RecordingsTest : public testing::Test {
 protected:
  void SetUp() override {
    if (RunCommand(".venv/bin/python -c 'import rosbags, mcap, PIL'").code != 0) {
      GTEST_SKIP() << "no rosbags and mcap in .venv: scripts/python_helpers.sh makes it";
    }
  }

  Trajectory Run(const std::string& name, const std::string& arguments) {
    const RunDirectory run(folder_ / name);
    const CommandOutcome outcome = RunIsogs(SmallRun(run.path(), "--frames 6 " + arguments));
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    return ReadTrajectory(run.trajectory());
  }

  TemporaryFolder folder_;
};

TEST_F(RecordingsTest, OfEveryFormatGiveTheTrajectoryOfTheFolder) {
  const Trajectory of_folder = Run("folder", "--dataset datasets/sample");
  ASSERT_EQ(of_folder.size(), 6u);
  for (const char* const container : {"ros1-lz4", "sqlite", "mcap-zstd"}) {
    SCOPED_TRACE(container);
    const std::string name(container);
    const std::string bag = (folder_ / (name + ".bag")).string();
    std::string make = ".venv/bin/python tests/datasets/rosbag/make_bag.py ";
    make.append(name).append(" file png ").append(bag).append(" --frames 6 --poses odometry");
    const CommandOutcome made = RunCommand(make);
    ASSERT_EQ(made.code, 0) << made.output;
    std::string keys = " --set dataset.layout=rosbag --set dataset.depth_scale=6553.5";
    keys.append(" --set dataset.sensor=rendered --set dataset.pose_topic=/odom --dataset ").append(bag);
    const Trajectory found = Run("of-" + name, keys);
    ASSERT_EQ(found.size(), of_folder.size());
    for (size_t i = 0; i < found.size(); ++i) {
      const Pose difference = found[i].world_from_camera.inverse() * of_folder[i].world_from_camera;
      EXPECT_TRUE(difference.isApprox(Pose::Identity(), 1e-6)) << "frame " << i;
    }
  }
}

}  // namespace
}  // namespace isogs
