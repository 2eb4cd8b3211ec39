// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/rosbag_dataset.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "datasets/configured_camera.h"
#include "datasets/frame_images.h"
#include "datasets/rosbag/camera_infos.h"
#include "datasets/rosbag/image_topics.h"
#include "datasets/rosbag/realsense.h"
#include "datasets/rosbag/recorded_poses.h"
#include "datasets/rosbag/recording.h"
#include "datasets/time_association.h"
#include "datasets/true_poses.h"
#include "shared/core/error.h"

namespace isogs {
namespace {

constexpr double kMaxDifferenceS = 0.02;
constexpr double kRosUnitsPerM = 1000.0;  // REP 118

struct RecordedFrame {
  BagMessage color;
  BagMessage depth;
};

/// In order of time; of several of one time the first.
std::vector<BagMessage> InTime(const Recording& recording, const BagTopic& topic) {
  std::vector<BagMessage> messages = MessagesInRealsenseTime(recording, topic);
  std::ranges::stable_sort(messages, {}, &BagMessage::time_ns);
  const auto is_same = [](const BagMessage& a, const BagMessage& b) { return a.time_ns == b.time_ns; };
  messages.erase(std::unique(messages.begin(), messages.end(), is_same), messages.end());
  return messages;
}

std::vector<double> TimesOf(const std::vector<BagMessage>& messages) {
  std::vector<double> times_s;
  times_s.reserve(messages.size());
  for (const BagMessage& message : messages) times_s.push_back(SecondsOf(message.time_ns));
  return times_s;
}

std::vector<RecordedFrame> PairImages(const Recording& recording, const FrameTopics& topics) {
  const std::string& path = recording.path;
  const std::vector<BagMessage> colors = InTime(recording, *topics.color.topic);
  const std::vector<BagMessage> depths = InTime(recording, *topics.depth.topic);
  const auto pairs = PairInTime(TimesOf(colors), TimesOf(depths), kMaxDifferenceS);
  if (pairs.empty()) {
    throw UsageError(fmt::format(
        "{}: found no depth image of {} ({} images) less than {:g} s from a colour image of {} ({} "
        "images), expected stamps of one clock",
        path, topics.depth.topic->name, depths.size(), kMaxDifferenceS, topics.color.topic->name,
        colors.size()));
  }
  spdlog::info("{}: {} frames of {} ({} images) and {} ({} images)", path, pairs.size(),
               topics.color.topic->name, colors.size(), topics.depth.topic->name, depths.size());
  std::vector<RecordedFrame> frames;
  frames.reserve(pairs.size());
  for (const auto& [i, j] : pairs) frames.push_back({colors[i], depths[j]});
  return frames;
}

class RosbagDataset : public Dataset {
 public:
  RosbagDataset(Recording recording, const FrameTopics& topics, StoredImages images, PoseAtTime poses,
                const DatasetConfig& config)
      : recording_(std::move(recording)),
        topics_(topics),
        frames_(PairImages(recording_, topics)),
        images_(std::move(images), config, {topics.color.outline.shape, topics.depth.outline.shape}),
        poses_(std::move(poses)),
        true_poses_(config) {}

  std::string layout() const override { return "rosbag"; }
  int64_t frame_count() const override { return static_cast<int64_t>(frames_.size()); }
  Camera camera() const override { return images_.working_camera(); }
  PoseAxes pose_axes() const override { return true_poses_.stored_axes(); }

  Frame Read(int64_t index) const override {
    const RecordedFrame& recorded = frames_.at(static_cast<size_t>(index));
    Frame frame;
    frame.index = index;
    frame.timestamp_s = SecondsOf(recorded.color.time_ns);
    frame.has_time = true;
    if (poses_) frame.world_from_camera = true_poses_.Read([&] { return poses_(frame.timestamp_s); });
    images_.Read(SourceOf(recorded), frame);
    return frame;
  }

 private:
  FrameSource SourceOf(const RecordedFrame& recorded) const {
    const BagTopic &color = *topics_.color.topic, &depth = *topics_.depth.topic;
    FrameSource source;
    source.color_name = recording_.NameOf(color, recorded.color);
    source.depth_name = recording_.NameOf(depth, recorded.depth);
    source.color = [this, &color, &recorded, name = source.color_name](const ShapeCheck& check) {
      return DecodeColorMessage(recording_.bag->Read(recorded.color), color, name, check);
    };
    source.depth = [this, &depth, &recorded, name = source.depth_name](const ShapeCheck& check) {
      return DecodeDepthMessage(recording_.bag->Read(recorded.depth), depth, name, check);
    };
    return source;
  }

  Recording recording_;
  FrameTopics topics_;
  std::vector<RecordedFrame> frames_;
  FrameImages images_;
  PoseAtTime poses_;
  TruePoses true_poses_;
};

LensCamera CameraOr(const std::optional<LensCamera>& recorded, const Recording& recording,
                    const FrameTopics& topics, const DatasetConfig& config) {
  if (recorded) return *recorded;
  return {ConfiguredCamera(config, {topics.color.outline.shape, topics.depth.outline.shape},
                           recording.path + " has no camera_info of " + topics.color.topic->name),
          {}};
}

bool IsIdentity(const Pose& pose) { return pose.isApprox(Pose::Identity(), 1e-9); }

/// Where the colour camera is; nothing where colour and depth are of one camera.
std::optional<Pose> ColorFromDepth(const Recording& recording, const FrameTopics& topics,
                                   const DatasetConfig& config) {
  const std::string &color = topics.color.outline.frame, &depth = topics.depth.outline.frame;
  if (!config.register_color) return std::nullopt;
  if (auto pose = RealsenseColorFromDepth(recording, *topics.color.topic, *topics.depth.topic)) return pose;
  if (color == depth || color.empty() || depth.empty()) return std::nullopt;
  if (auto pose = FixedTransform(recording, color, depth)) return pose;
  throw UsageError(
      recording.path + ": found depth of frame " + depth + " and colour of frame " + color +
      ", and no transform between them in tf, expected one (record /tf_static), or depth that is "
      "registered to colour (dataset.depth_topic); dataset.register_color=false takes it for that");
}

StoredImages ImagesOf(const Recording& recording, const FrameTopics& topics, const DatasetConfig& config) {
  StoredImages images;
  images.depth_scale = topics.depth.outline.is_float
                           ? 1.0
                           : RealsenseDepthUnits(recording, *topics.depth.topic).value_or(kRosUnitsPerM);
  images.size_note = " as the recording's camera has";
  const auto color = RecordedCamera(recording, topics.color, "");
  const auto depth = RecordedCamera(recording, topics.depth, config.camera_info_topic);
  const auto color_from_depth = ColorFromDepth(recording, topics, config);
  const bool is_one_camera = color && depth && color->camera == depth->camera;
  if (!color_from_depth || (IsIdentity(*color_from_depth) && is_one_camera)) {
    const bool is_named = !config.camera_info_topic.empty();
    images.lenses = {CameraOr(color && !is_named ? color : depth, recording, topics, config)};
    return images;
  }
  if (!color || !depth) {
    throw UsageError(recording.path + ": found no camera_info of " +
                     (color ? topics.depth : topics.color).topic->name +
                     ", expected one, because colour and depth are of two cameras");
  }
  images.lenses = {*depth};
  images.color = ColorCamera{color->camera, *color_from_depth};
  images.color_distortion = color->distortion;
  return images;
}

}  // namespace

bool CanReadRosbag(const DatasetConfig& config) { return CanOpenBag(config.path); }

std::unique_ptr<Dataset> OpenRosbag(const DatasetConfig& config) {
  Recording recording = {config.path, OpenBag(config.path)};
  const FrameTopics topics = FindFrameTopics(recording, config);
  StoredImages images = ImagesOf(recording, topics, config);
  PoseAtTime poses = FindPoses(recording, config, topics.depth.outline.frame);
  return std::make_unique<RosbagDataset>(std::move(recording), topics, std::move(images), std::move(poses),
                                         config);
}

}  // namespace isogs
