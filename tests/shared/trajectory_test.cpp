// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/formats/trajectory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "shared/core/error.h"
#include "shared/core/random.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

class TrajectoryFile : public ::testing::Test {
 protected:
  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "trajectory.txt";

  Trajectory ReadText(const std::string& text) {
    std::ofstream(path_) << text;
    return ReadTrajectory(path_);
  }
};

TEST_F(TrajectoryFile, ReadsBackWhatItWrote) {
  Random random(3);
  Trajectory trajectory;
  for (int i = 0; i < 50; ++i) {
    Twist xi;
    for (int k = 0; k < 6; ++k) xi(k) = 3.0 * random.NextNormal();
    trajectory.push_back({1305031102.175304 + 0.0333 * i, ExpSe3(xi)});
  }
  WriteTrajectory(path_, trajectory);
  const Trajectory read = ReadTrajectory(path_);
  ASSERT_EQ(read.size(), trajectory.size());
  for (size_t i = 0; i < read.size(); ++i) {
    EXPECT_NEAR(read[i].time_s, trajectory[i].time_s, 1e-9);
    const Eigen::Matrix4d difference =
        read[i].world_from_camera.matrix() - trajectory[i].world_from_camera.matrix();
    EXPECT_LT(difference.cwiseAbs().maxCoeff(), 1e-9);
  }
}

TEST_F(TrajectoryFile, ReadsCommentsBlankLinesAndLooseSpacing) {
  const Trajectory read =
      ReadText("# time ...\n\n  # more\r\n 1.5 1 2 3\t0 0 0 1 \r\n2 4 5 6 0 0 0.70711 0.70711");
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].time_s, 1.5);
  EXPECT_EQ(read[0].world_from_camera.translation(), Eigen::Vector3d(1, 2, 3));
  EXPECT_NEAR((read[1].world_from_camera.linear() * Eigen::Vector3d::UnitX()).y(), 1.0, 1e-9);
  EXPECT_TRUE(ReadText("").empty());
}

TEST_F(TrajectoryFile, ReadsNumbersAsProgramsWriteThem) {
  const Trajectory read = ReadText("\xEF\xBB\xBF+1.5 +1e0 2 1e-400 0 0 0 +1\n");
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].time_s, 1.5);
  EXPECT_EQ(read[0].world_from_camera.translation(), Eigen::Vector3d(1, 2, 0));
}

TEST_F(TrajectoryFile, TailFollowsALogThroughCutsAndReplacements) {
  const auto pose_at = [](double x) {
    Pose pose = Pose::Identity();
    pose.translation().x() = x;
    return StampedPose{x, pose};
  };
  TrajectoryTail tail(path_);
  EXPECT_TRUE(tail.Take().poses.empty()) << "there is no file yet";
  {
    TrajectoryLog log(path_);
    for (const double x : {0.0, 1.0, 2.0}) log.Append(pose_at(x));
  }
  const TrajectoryTail::News first = tail.Take();
  EXPECT_TRUE(first.from_start);
  ASSERT_EQ(first.poses.size(), 3u);
  EXPECT_EQ(first.poses[2].world_from_camera.translation().x(), 2.0);

  std::ofstream(path_, std::ios::app) << "3 0 0 0 nonsense\n4 4 0 0 0 0 0 1\n5 5 0";
  const TrajectoryTail::News more = tail.Take();
  EXPECT_FALSE(more.from_start);
  ASSERT_EQ(more.poses.size(), 1u) << "the last line is not whole";
  EXPECT_EQ(more.poses[0].time_s, 4.0);
  std::ofstream(path_, std::ios::app) << " 0 0 0 0 1\n";
  EXPECT_EQ(tail.Take().poses.at(0).time_s, 5.0);

  ASSERT_EQ(CutTrajectory(path_, 2), 2);
  const TrajectoryTail::News cut = tail.Take();
  EXPECT_TRUE(cut.from_start);
  EXPECT_EQ(cut.poses.size(), 2u);
}

TEST_F(TrajectoryFile, ErrorsNameFileAndLine) {
  const auto refuses = [&](const std::string& line, const std::string& why) {
    EXPECT_THAT([&] { ReadText("# comment\n0 0 0 0 0 0 0 1\n" + line + "\n"); },
                ThrowsMessage<Error>(HasSubstr("trajectory.txt:3: " + why)));
  };
  refuses("1 2 3", "found 3 words");
  refuses("1 2 3 4 0 0 0 1 9", "found 9 words");
  refuses("1 2 x 4 0 0 0 1", "found 'x'");
  refuses("1 2 3.0m 4 0 0 0 1", "found '3.0m'");
  refuses("1 nan 3 4 0 0 0 1", "found 'nan'");
  refuses("1 2 inf 4 0 0 0 1", "found 'inf'");
  refuses("1 2 3 4 0 0 0 0", "quaternion of length 0");
  refuses("1 2 3 4 0 0 0 2", "quaternion of length 2");
  EXPECT_THAT([&] { ReadTrajectory(folder_ / "none.txt"); }, ThrowsMessage<Error>(HasSubstr("none.txt")));
}

}  // namespace
}  // namespace isogs
