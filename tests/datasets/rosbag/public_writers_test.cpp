// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Recordings that writers of others make of the sample (PyPI's rosbags, mcap and mcap-ros2-support, in the
// .venv that scripts/python_helpers.sh makes), beside the sample's own frames.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <tuple>

#include "datasets/dataset.h"
#include "shared/geometry/pose.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/run_command.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

constexpr int kFrames = 4;

class PublicWriters : public testing::Test {
 protected:
  void SetUp() override {
    if (RunCommand(".venv/bin/python -c 'import rosbags, mcap, mcap_ros2, PIL'").code != 0) {
      GTEST_SKIP() << "no rosbags, mcap and mcap-ros2-support in .venv: scripts/python_helpers.sh makes it";
    }
  }

  /// A data set of the sample's first frames as that container holds them.
  std::unique_ptr<Dataset> Recorded(const std::string& container, const std::string& color,
                                    const std::string& depth, const std::string& poses = "") {
    const bool is_folder = container == "sqlite" || container == "mcap";
    const std::string suffix = container.starts_with("ros1") ? ".bag" : ".mcap";
    const std::string place = (folder_ / (is_folder ? "bag" : "bag" + suffix)).string();
    std::string command = ".venv/bin/python tests/datasets/rosbag/make_bag.py ";
    command.append(container).append(" ").append(color).append(" ").append(depth).append(" ").append(place);
    command.append(" --frames ").append(std::to_string(kFrames));
    if (!poses.empty()) command.append(" --poses ").append(poses);
    const CommandOutcome outcome = RunCommand(command);
    EXPECT_EQ(outcome.code, 0) << outcome.output;
    DatasetConfig config = ConfigOf(place);
    const bool is_float = depth == "32FC1" || depth == "inverse";
    if (!is_float) config.depth_scale = 6553.5;
    if (poses == "tf") config.pose_topic = "/tf";
    if (poses == "odometry") config.pose_topic = "/odom";
    if (poses == "pose") config.pose_topic = "/pose";
    return OpenDataset(config);
  }

  void ExpectSameFrames(const Dataset& recorded, double color_tolerance = 0.0, double depth_tolerance = 0.0) {
    EXPECT_EQ(recorded.layout(), "rosbag");
    EXPECT_EQ(recorded.camera(), sample_->camera());
    ASSERT_EQ(recorded.frame_count(), kFrames);
    for (int64_t i = 0; i < kFrames; ++i) {
      const Frame found = recorded.Read(i), expected = sample_->Read(i);
      EXPECT_NEAR(found.timestamp_s, 1.7e9 + static_cast<double>(i) * 0.033333333, 1e-6);
      EXPECT_LE(LargestDifference(found.color, expected.color, 0.0f), color_tolerance) << "frame " << i;
      EXPECT_LE(LargestDifference(found.depth_m, expected.depth_m, 1.0f), depth_tolerance) << "frame " << i;
    }
  }

  /// Over the square of what is expected, where `squared` is 1.
  static double LargestDifference(const Image<float>& a, const Image<float>& b, float squared) {
    EXPECT_EQ(a.values().size(), b.values().size());
    double largest = 0.0;
    for (size_t i = 0; i < b.values().size(); ++i) {
      const float scale = squared > 0.0f && b.values()[i] > 0.0f ? b.values()[i] * b.values()[i] : 1.0f;
      largest = std::max(largest, static_cast<double>(std::abs(a.values()[i] - b.values()[i]) / scale));
    }
    return largest;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Dataset> sample_ = OpenDataset(ConfigOf("datasets/sample"));
};

class Containers : public PublicWriters, public testing::WithParamInterface<const char*> {};

TEST_P(Containers, HoldTheFramesOfTheFolder) { ExpectSameFrames(*Recorded(GetParam(), "rgb8", "png")); }

INSTANTIATE_TEST_SUITE_P(Format, Containers,
                         testing::Values("ros1", "ros1-bz2", "ros1-lz4", "sqlite", "mcap", "mcap-none",
                                         "mcap-lz4", "mcap-zstd", "mcap-bare", "mcap-flat", "mcap-ros2",
                                         "mcap-ros1"));

TEST_F(PublicWriters, ImagesOfEveryEncodingAreThoseOfTheFolder) {
  for (const auto& [container, color, depth] : {std::tuple("ros1", "file", "16UC1"),
                                                {"sqlite", "png", "mono16"},
                                                {"ros1", "bgr8", "16UC1-big"},
                                                {"sqlite", "rgba8", "16UC1-padded"},
                                                {"mcap", "bgra8", "32FC1"}}) {
    SCOPED_TRACE(color);
    ExpectSameFrames(*Recorded(container, color, depth));
  }
}

TEST_F(PublicWriters, GreyAndInverseDepthAreWhatWasKept) {
  // Whole numbers of A / depth with A = 6000: half a one is depth^2 / 12000.
  const auto recorded = Recorded("mcap-zstd", "mono8", "inverse");
  ExpectSameFrames(*recorded, 1.0, 1.01 / 12000.0);
  const Image<float> found = recorded->Read(0).color, expected = sample_->Read(0).color;
  for (int channel = 0; channel < 3; ++channel) {  // what was green
    EXPECT_TRUE(std::ranges::equal(found.plane(channel), expected.plane(1)));
  }
}

TEST_F(PublicWriters, PosesOfEveryKindAreThoseOfTheFolder) {
  for (const char* const container : {"ros1", "sqlite"}) {
    for (const char* const kind : {"tf", "odometry", "pose"}) {
      SCOPED_TRACE(kind);
      const auto recorded = Recorded(container, "file", "png", kind);
      for (int64_t i = 0; i < kFrames; ++i) {
        const auto found = recorded->Read(i).world_from_camera, expected = sample_->Read(i).world_from_camera;
        ASSERT_TRUE(found && expected);
        EXPECT_TRUE(found->isApprox(*expected, 1e-6)) << found->matrix() << "\n" << expected->matrix();
      }
    }
  }
}

}  // namespace
}  // namespace isogs
