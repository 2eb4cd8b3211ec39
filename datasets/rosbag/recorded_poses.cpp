// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/recorded_poses.h"

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

#include "datasets/rosbag/messages.h"
#include "datasets/rosbag/transform_tree.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

enum class Transforms { kStatic, kAll };

bool IsStatic(const BagTopic& topic) { return topic.name.ends_with("_static"); }

/// Calls `take(bytes, topic)` for each message; one that cannot be read is said once.
template <typename Take>
void ForEachMessage(const Recording& recording, const BagTopic& topic, const Take& take) {
  bool is_said = false;
  for (const BagMessage& message : topic.messages) {
    try {
      take(recording.bag->Read(message));
    } catch (const Error& error) {
      if (!is_said) spdlog::warn("{}: {}; it is left out", recording.NameOf(topic, message), error.what());
      is_said = true;
    }
  }
}

std::shared_ptr<TransformTree> ReadTree(const Recording& recording, Transforms which) {
  auto tree = std::make_shared<TransformTree>();
  for (const BagTopic& topic : recording.bag->topics()) {
    if (!IsTransformsType(topic.type) || (which == Transforms::kStatic && !IsStatic(topic))) continue;
    ForEachMessage(recording, topic, [&](const std::string& bytes) {
      for (const TransformMessage& transform : ParseTransforms(bytes, topic.is_cdr)) {
        tree->Add(transform, IsStatic(topic));
      }
    });
  }
  tree->Finish();
  return tree;
}

PoseAtTime PosesOfTree(const Recording& recording, const DatasetConfig& config, const std::string& camera) {
  const std::shared_ptr<const TransformTree> tree = ReadTree(recording, Transforms::kAll);
  if (!tree->Has(camera)) {
    throw UsageError(recording.path + ": found no transform of the camera's frame " + Quoted(camera, 64) +
                     " in tf, expected one for dataset.pose_topic " + config.pose_topic);
  }
  const std::string world = config.pose_frame.empty() ? tree->RootOf(camera) : config.pose_frame;
  if (!tree->Has(world)) {
    throw UsageError("dataset.pose_frame: found " + Quoted(world, 64) + ", which is no frame of tf in " +
                     recording.path + "; the camera's way up ends at " + Quoted(tree->RootOf(camera), 64));
  }
  return [tree, world, camera, path = recording.path](double time_s) {
    if (const auto pose = tree->At(world, camera, time_s)) return *pose;
    throw Error(fmt::format("{}: found no way in tf from {} to {} at {:.6f} s", path, camera, world, time_s));
  };
}

PoseAtTime PosesOfTopic(const Recording& recording, const BagTopic& topic, const std::string& camera) {
  Trajectory trajectory;
  std::string body;
  ForEachMessage(recording, topic, [&](const std::string& bytes) {
    const TransformMessage pose = ParsePose(bytes, topic.is_cdr, topic.type);
    body = pose.child;
    trajectory.push_back({pose.header.time_s, pose.parent_from_child});
  });
  Pose body_from_camera = Pose::Identity();
  if (!body.empty() && body != camera) {
    if (const auto fixed = FixedTransform(recording, body, camera)) {
      body_from_camera = *fixed;
    } else {
      spdlog::warn("{}: {}: poses of {} are taken for those of the camera, {}: tf does not say how they lie",
                   recording.path, topic.name, body, camera);
    }
  }
  const auto track = std::make_shared<const PoseTrack>(std::move(trajectory));
  return [track, body_from_camera, name = recording.path + ": " + topic.name](double time_s) {
    return Pose(track->PoseAt(time_s, name) * body_from_camera);
  };
}

}  // namespace

PoseAtTime FindPoses(const Recording& recording, const DatasetConfig& config, const std::string& camera) {
  if (config.pose_topic.empty()) return {};
  const BagTopic* const topic = recording.Find(config.pose_topic);
  if (topic != nullptr && !topic->messages.empty()) {
    if (IsTransformsType(topic->type)) return PosesOfTree(recording, config, camera);
    if (IsPoseType(topic->type)) return PosesOfTopic(recording, *topic, camera);
  }
  throw UsageError(
      "dataset.pose_topic: found " + Quoted(config.pose_topic, 128) +
      (topic == nullptr ? ", which is not in " : ", which holds no poses in ") + recording.path +
      ", expected tf, PoseStamped, PoseWithCovarianceStamped, TransformStamped or Odometry; there "
      "are: " +
      recording.TopicList());
}

std::optional<Pose> FixedTransform(const Recording& recording, const std::string& target,
                                   const std::string& source) {
  if (const auto fixed = ReadTree(recording, Transforms::kStatic)->Fixed(target, source)) return fixed;
  return ReadTree(recording, Transforms::kAll)->Fixed(target, source);
}

}  // namespace isogs
