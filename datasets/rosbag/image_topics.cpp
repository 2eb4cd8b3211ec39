// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/image_topics.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/suggestion.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

using Topics = std::vector<ImageTopic>;

constexpr size_t kMostTried = 8;  // messages, until one can be read

ImageTopic LookAt(const Recording& recording, const BagTopic& topic) {
  for (size_t i = 0; i < std::min(topic.messages.size(), kMostTried); ++i) {
    const BagMessage& message = topic.messages[i];
    try {
      return {&topic, OutlineOf(recording.bag->Read(message), topic, recording.NameOf(topic, message))};
    } catch (const UsageError&) {
      throw;
    } catch (const Error&) {  // said where it is read as a frame
    }
  }
  return {&topic, {}};
}

std::string NamesOf(const Topics& topics) {
  std::string names;
  for (const ImageTopic& image : topics) {
    names.append(names.empty() ? "" : ", ").append(WithoutControls(image.topic->name));
  }
  return names;
}

/// Leaves those for which `is_better` holds, if there are any.
void Prefer(const std::function<bool(const ImageTopic&)>& is_better, Topics* topics) {
  if (std::ranges::any_of(*topics, is_better)) {
    std::erase_if(*topics, [&](const ImageTopic& image) { return !is_better(image); });
  }
}

bool IsRaw(const ImageTopic& image) { return image.topic->type == "sensor_msgs/Image"; }

/// Of the same images packed and not, those that are not.
void DropRepeated(Topics* topics) {
  const Topics all = *topics;
  std::erase_if(*topics, [&](const ImageTopic& image) {
    return !IsRaw(image) && std::ranges::any_of(all, [&](const ImageTopic& other) {
      return IsRaw(other) && other.topic->name == BaseTopic(image.topic->name);
    });
  });
}

std::string WithSlash(const std::string& name) { return name.starts_with('/') ? name : "/" + name; }

/// The topic that is named, or what is sent of it otherwise.
ImageTopic Named(const Topics& topics, const Recording& recording, const std::string& name,
                 const std::string& key) {
  for (const auto& is_it : {std::function([](const std::string& topic) { return topic; }),
                            std::function([](const std::string& topic) { return BaseTopic(topic); })}) {
    for (const ImageTopic& image : topics) {
      if (WithSlash(is_it(image.topic->name)) == WithSlash(name)) return image;
    }
  }
  std::vector<std::string> known;
  for (const ImageTopic& image : topics) known.push_back(image.topic->name);
  const std::string found = topics.empty() ? recording.TopicList() : NamesOf(topics);
  throw UsageError("dataset." + key + ": found " + Quoted(name, 128) + ", which is no topic of images in " +
                   recording.path + ", expected one of: " + found + DidYouMean(name, known));
}

[[noreturn]] void FailNone(const Recording& recording, const char* what, const char* type, const char* key) {
  throw UsageError(recording.path + ": found no topic of " + what + " images, expected " + type +
                   "; there are: " + recording.TopicList() + "; dataset." + key + " names one");
}

void ExpectOne(const Recording& recording, const Topics& topics, const char* what, const char* key) {
  if (topics.size() == 1) return;
  throw UsageError(recording.path + ": found several topics of " + what + " images, " + NamesOf(topics) +
                   ", expected dataset." + key + " to say which");
}

ImageTopic FindDepth(const Topics& all, const Recording& recording, const DatasetConfig& config) {
  if (!config.depth_topic.empty()) return Named(all, recording, config.depth_topic, "depth_topic");
  Topics depths = all;
  std::erase_if(depths, [](const ImageTopic& i) { return i.outline.content != ImageContent::kDepth; });
  if (depths.empty()) {
    FailNone(recording, "depth", "sensor_msgs/Image of 16UC1, mono16 or 32FC1, or compressedDepth",
             "depth_topic");
  }
  DropRepeated(&depths);
  if (depths.size() > 1) {
    Prefer(
        [&](const ImageTopic& depth) {
          return std::ranges::any_of(all, [&](const ImageTopic& color) {
            return color.outline.content == ImageContent::kColor &&
                   color.outline.frame == depth.outline.frame;
          });
        },
        &depths);
  }
  ExpectOne(recording, depths, "depth", "depth_topic");
  return depths.front();
}

ImageTopic FindColor(const Topics& all, const Recording& recording, const DatasetConfig& config,
                     const std::string& depth_frame) {
  if (!config.color_topic.empty()) return Named(all, recording, config.color_topic, "color_topic");
  Topics colors = all;
  std::erase_if(colors, [](const ImageTopic& image) {
    return image.outline.content != ImageContent::kColor && image.outline.content != ImageContent::kGray;
  });
  if (colors.empty()) {
    FailNone(recording, "colour",
             "sensor_msgs/Image of rgb8, bgr8, rgba8, bgra8 or mono8, or CompressedImage", "color_topic");
  }
  DropRepeated(&colors);
  Prefer([](const ImageTopic& image) { return image.outline.content == ImageContent::kColor; }, &colors);
  Prefer([&](const ImageTopic& image) { return image.outline.frame == depth_frame; }, &colors);
  ExpectOne(recording, colors, "colour", "color_topic");
  return colors.front();
}

}  // namespace

FrameTopics FindFrameTopics(const Recording& recording, const DatasetConfig& config) {
  Topics topics;
  for (const BagTopic& topic : recording.bag->topics()) {
    if (IsImageType(topic.type) && !topic.messages.empty()) topics.push_back(LookAt(recording, topic));
  }
  FrameTopics found;
  found.depth = FindDepth(topics, recording, config);
  found.color = FindColor(topics, recording, config, found.depth.outline.frame);
  return found;
}

}  // namespace isogs
