// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/rosbag_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/datasets/rosbag/tiny_bags.h"
#include "tests/datasets/tiny_datasets.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RosbagDataset : public testing::Test {
 protected:
  std::unique_ptr<Dataset> Open(const std::vector<TinyMessage>& messages) {
    const bool is_cdr = options_.is_cdr;
    WriteText(folder_ / "a.bag", is_cdr ? McapFile(messages) : Ros1Bag(messages));
    config_.path = (folder_ / "a.bag").string();
    return OpenDataset(config_);
  }
  std::unique_ptr<Dataset> Open() { return Open(TinyMessages(options_)); }
  std::string OpenError(const std::vector<TinyMessage>& messages) {
    return ErrorOf([&] { Open(messages); });
  }
  std::string OpenError() { return OpenError(TinyMessages(options_)); }

  static std::vector<int64_t> DepthsMm(const Dataset& dataset) {
    std::vector<int64_t> depths;
    for (int64_t i = 0; i < dataset.frame_count(); ++i) {
      depths.push_back(std::lround(1000.0f * dataset.Read(i).depth_m.at(5, 5)));
    }
    return depths;
  }

  TemporaryFolder folder_;
  DatasetConfig config_;
  TinyBagOptions options_;
};

TEST_F(RosbagDataset, FindsTopicsByTypeAndPairsThemInTime) {
  for (const bool is_cdr : {false, true}) {
    options_.is_cdr = is_cdr;
    const auto dataset = Open();
    EXPECT_EQ(dataset->layout(), "rosbag");
    EXPECT_EQ(dataset->camera(), (Camera{16, 12, 14.0, 15.0, 7.5, 5.5}));
    EXPECT_EQ(DepthsMm(*dataset), (std::vector<int64_t>{1000, 1100, 1200}));
    const Frame frame = dataset->Read(2);
    EXPECT_NEAR(frame.timestamp_s, 1.066, 1e-9);  // the header's, not when it was recorded
    EXPECT_TRUE(frame.has_time);
    EXPECT_NEAR(frame.color.at(0, 5, 5), 40.0 / 255.0, 1e-6);
    EXPECT_FALSE(frame.world_from_camera);
  }
}

TEST_F(RosbagDataset, FramesAreInTheOrderOfStampsAndGapsCostFrames) {
  std::vector<TinyMessage> messages;
  for (const int i : {2, 0, 3, 1}) {
    const int64_t stamp_ns = options_.start_ns + i * kTinyStepNs;
    messages.push_back(DepthOf(options_, i, stamp_ns + 1'000'000));
    if (i != 1) messages.push_back(ColorOf(options_, i, stamp_ns));
    messages.push_back(InfoOf(options_, options_.color_topic, stamp_ns));
  }
  messages.push_back(ColorOf(options_, 9, options_.start_ns));  // a stamp that is there: the first counts
  const auto dataset = Open(messages);
  EXPECT_EQ(DepthsMm(*dataset), (std::vector<int64_t>{1000, 1200, 1300}));
  EXPECT_EQ(dataset->Read(0).color.at(0, 5, 5), 0.0f);
}

TEST_F(RosbagDataset, WithoutStampsGoesByWhenImagesWereRecorded) {
  std::vector<TinyMessage> messages = {InfoOf(options_, options_.color_topic, 0)};
  for (int i = 0; i < 3; ++i) {
    messages.push_back(ColorOf(options_, i, 0));
    messages.push_back(DepthOf(options_, i, 0));
    messages[messages.size() - 2].recorded_ns = options_.start_ns + i * kTinyStepNs;
    messages.back().recorded_ns = options_.start_ns + i * kTinyStepNs + 2'000'000;
  }
  EXPECT_NEAR(Open(messages)->Read(2).timestamp_s, 1.066, 1e-9);
}

TEST_F(RosbagDataset, NamesTheTopicsThatAreThereWhereNoneFits) {
  std::vector<TinyMessage> messages = TinyMessages(options_);
  std::erase_if(messages, [&](const TinyMessage& m) { return m.topic == options_.depth_topic; });
  EXPECT_THAT(OpenError(messages), AllOf(HasSubstr("a.bag: found no topic of depth images"),
                                         HasSubstr("/camera/color/image_raw (sensor_msgs/Image)"),
                                         HasSubstr("dataset.depth_topic names one")));
  EXPECT_THAT(OpenError({}), HasSubstr("there are: no topics"));
  config_.color_topic = "/camera/colour/image_raw";
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("dataset.color_topic: found '/camera/colour/image_raw'"),
                                 HasSubstr("did you mean '/camera/color/image_raw'")));
  config_.color_topic = "camera/color/image_raw";
  EXPECT_EQ(Open()->frame_count(), 3);
}

TEST_F(RosbagDataset, AsksWhichOfSeveralCameras) {
  TinyBagOptions second = options_;
  second.color_topic = "/second/color/image_raw";
  second.depth_topic = "/second/depth/image_raw";
  std::vector<TinyMessage> messages = TinyMessages(options_), others = TinyMessages(second);
  messages.insert(messages.end(), others.begin(), others.end());
  EXPECT_THAT(
      OpenError(messages),
      AllOf(HasSubstr("several topics of depth images, /camera/depth/image_raw, /second/depth/image_raw"),
            HasSubstr("dataset.depth_topic to say which")));
  config_.depth_topic = "/second/depth/image_raw";
  EXPECT_THAT(OpenError(messages), HasSubstr("dataset.color_topic to say which"));
  config_.color_topic = "/second/color/image_raw";
  EXPECT_EQ(Open(messages)->frame_count(), 3);
}

TEST_F(RosbagDataset, OneCamerasFrameTellsItsTopics) {
  TinyBagOptions second = options_;
  second.color_topic = "/second/color/image_raw";
  second.color_frame = "elsewhere";
  second.depth_topic = options_.depth_topic;
  std::vector<TinyMessage> messages = TinyMessages(options_);
  messages.push_back(ColorOf(second, 9, second.start_ns));
  EXPECT_NEAR(Open(messages)->Read(1).color.at(0, 5, 5), 20.0 / 255.0, 1e-6);
}

TEST_F(RosbagDataset, SaysWhatIsNoImageAndReadsTheOthers) {
  std::vector<TinyMessage> messages = TinyMessages(options_);
  for (TinyMessage& message : messages) {
    if (message.topic == options_.depth_topic) {
      message.bytes.resize(message.bytes.size() - 10);  // the first
      break;
    }
  }
  const auto dataset = Open(messages);
  EXPECT_THAT(ErrorOf([&] { dataset->Read(0); }),
              AllOf(HasSubstr("a.bag: /camera/depth/image_raw at 1.001000 s: found"), Not(HasSubstr("\n"))));
  EXPECT_EQ(dataset->Read(1).depth_m.at(5, 5), 1.1f);
}

TEST_F(RosbagDataset, TakesIntrinsicsFromTheConfigurationWhereThereAreNone) {
  options_.with_info = false;
  EXPECT_THAT(OpenError(),
              AllOf(HasSubstr("expected dataset.fx, fy, cx and cy"), HasSubstr("no camera_info")));
  config_.fx = config_.fy = 20.0;
  config_.cx = 7.0;
  config_.cy = 6.0;
  EXPECT_EQ(Open()->camera(), (Camera{16, 12, 20.0, 20.0, 7.0, 6.0}));
  config_.camera_info_topic = "/info";
  EXPECT_THAT(OpenError(), HasSubstr("dataset.camera_info_topic: found '/info'"));
}

TEST_F(RosbagDataset, ReadsDistortionAndRefusesWhatItDoesNotKnow) {
  options_.distortion = {0.1, -0.01, 0.001, 0.0, 0.0};
  EXPECT_NE(Open()->camera().fx, 14.0);  // an undistorted view
  options_.distortion_model = "rational_polynomial";
  options_.distortion = {0.1, -0.01, 0.001, 0.0, 0.0, 0.05, 0.0, 0.0};
  EXPECT_NE(Open()->camera().fx, 14.0);
  options_.distortion_model = "equidistant";
  options_.distortion = {0.1, 0.0, 0.0, 0.0};
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("found distortion 'equidistant' of 4 numbers"),
                                 HasSubstr("expected plumb_bob (5) or rational_polynomial (8)")));
  options_.distortion = {0.0, 0.0, 0.0, 0.0};
  EXPECT_EQ(Open()->camera().fx, 14.0);
}

TEST_F(RosbagDataset, RectifiedImagesHaveTheProjectionOfRectifiedOnes) {
  options_.distortion = {0.1, -0.01, 0.001, 0.0, 0.0};
  options_.color_topic = "/camera/color/image_rect_color";
  options_.depth_topic = "/camera/depth/image_rect";
  EXPECT_EQ(Open()->camera(), (Camera{16, 12, 13.0, 13.0, 7.0, 5.0}));
}

TEST_F(RosbagDataset, ColoursOfASecondCameraAreLookedUpByTf) {
  options_.depth_frame = "depth";
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("depth of frame depth and colour of frame camera"),
                                 HasSubstr("record /tf_static")));
  config_.register_color = false;
  EXPECT_EQ(Open()->frame_count(), 3);
  config_.register_color = true;
  std::vector<TinyMessage> messages = TinyMessages(options_);
  Pose base_from_camera = Pose::Identity();
  base_from_camera.translation().x() = 0.05;
  messages.push_back(TransformOf(options_, "/tf_static", "base", "camera", base_from_camera, 1));
  messages.push_back(TransformOf(options_, "/tf_static", "base", "depth", Pose::Identity(), 1));
  EXPECT_EQ(DepthsMm(*Open(messages)), (std::vector<int64_t>{1000, 1100, 1200}));
}

TEST_F(RosbagDataset, PosesOfTfAreFoundFromTheRootToTheCamera) {
  std::vector<TinyMessage> messages = TinyMessages(options_);
  for (int i = 0; i < 5; ++i) {
    Pose pose = Pose::Identity();
    pose.translation().x() = 0.1 * i;
    messages.push_back(
        TransformOf(options_, "/tf", "/world", "/body", pose, options_.start_ns + (i - 1) * kTinyStepNs));
  }
  Pose body_from_camera = Pose::Identity();
  body_from_camera.translation().z() = 1.0;
  messages.push_back(TransformOf(options_, "/tf", "/body", "/camera", body_from_camera, options_.start_ns));
  config_.pose_topic = "/tf";
  const Frame frame = Open(messages)->Read(1);
  ASSERT_TRUE(frame.world_from_camera);
  EXPECT_TRUE(frame.world_from_camera->translation().isApprox(Eigen::Vector3d(0.2, 0.0, 1.0), 1e-6));
  config_.pose_frame = "map";
  EXPECT_THAT(OpenError(messages), AllOf(HasSubstr("dataset.pose_frame: found 'map'"), HasSubstr("'world'")));
  config_.pose_frame = "";
  config_.pose_topic = "/odom";
  EXPECT_THAT(OpenError(messages), AllOf(HasSubstr("dataset.pose_topic: found '/odom', which is not in"),
                                         HasSubstr("/tf (tf2_msgs/TFMessage)")));
}

TEST_F(RosbagDataset, DepthOfRealsensesRecordingsHasTheSensorsUnits) {
  options_.depth_topic = "/device_0/sensor_0/Depth_0/image/data";
  std::vector<TinyMessage> messages = TinyMessages(options_);
  MessageWriter writer(options_.is_cdr);
  writer.Text("Frame number=0;timestamp=1000.000000;depth_units=0.000500;Actual Fps=30;");
  messages.push_back({"/device_0/sensor_0/Depth_0/image/metadata", "std_msgs/String", writer.bytes(), 1});
  EXPECT_EQ(DepthsMm(*Open(messages)), (std::vector<int64_t>{500, 550, 600}));
}

TEST_F(RosbagDataset, NamesFromTheFileCannotMoveTheTerminal) {
  options_.depth_frame = "depth\x1b[2J\n";
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("depth of frame depth?[2J?"), Not(HasSubstr("\n"))));
  options_.color_topic = "/a\x1b/image_raw";
  options_.color_encoding = "theora\x1b";
  EXPECT_THAT(OpenError(), AllOf(HasSubstr("/a?/image_raw"), Not(HasSubstr("\x1b"))));
}

TEST_F(RosbagDataset, AFileThatIsNoRecordingIsRefused) {
  config_.path = (folder_ / "a.txt").string();
  WriteText(config_.path, "text");
  EXPECT_THAT(ErrorOf([&] { OpenDataset(config_); }), HasSubstr("or a recording (.bag, .db3, .mcap)"));
}

}  // namespace
}  // namespace isogs
