// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/realsense.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include "datasets/rosbag/messages.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr std::string_view kImageEnd = "/image/data";

/// ".../Depth_0"; empty for topics that are not the SDK's.
std::string StreamOf(const BagTopic& image) {
  const std::string base = BaseTopic(image.name);
  return base.ends_with(kImageEnd) ? base.substr(0, base.size() - kImageEnd.size()) : "";
}

/// A text a frame of the stream; nothing in other recordings.
const BagTopic* MetadataOf(const Recording& recording, const BagTopic& image) {
  const std::string stream = StreamOf(image);
  const BagTopic* const metadata = stream.empty() ? nullptr : recording.Find(stream + "/image/metadata");
  const bool is_text =
      metadata != nullptr && metadata->type == "std_msgs/String" && !metadata->messages.empty();
  return is_text ? metadata : nullptr;
}

/// Empty where it cannot be read: then it says nothing.
std::string ReadText(const Recording& recording, const BagTopic& metadata, const BagMessage& message) {
  try {
    return ParseString(recording.bag->Read(message), metadata.is_cdr);
  } catch (const Error&) {
    return "";
  }
}

/// Of "...;depth_units=0.000100;...", whose key includes "=".
std::optional<double> ValueIn(const std::string& metadata, std::string_view key) {
  const size_t begin = metadata.find(key);
  if (begin == std::string::npos) return std::nullopt;
  const size_t value = begin + key.size();
  return ParseReal<double>(std::string_view(metadata).substr(value, metadata.find(';', value) - value));
}

/// Where the stream sees what the device's first stream sees.
std::optional<Pose> StreamFromFirst(const Recording& recording, const BagTopic& image) {
  const std::string stream = StreamOf(image);
  const auto is_transform = [&](const BagTopic& topic) {
    return !stream.empty() && topic.name.starts_with(stream + "/tf/") &&
           topic.type == "geometry_msgs/Transform" && !topic.messages.empty();
  };
  const auto found = std::ranges::find_if(recording.bag->topics(), is_transform);
  if (found == recording.bag->topics().end()) return std::nullopt;
  return ParseTransform(recording.bag->Read(found->messages.front()), found->is_cdr);
}

}  // namespace

std::optional<double> RealsenseDepthUnits(const Recording& recording, const BagTopic& depth) {
  const BagTopic* const metadata = MetadataOf(recording, depth);
  if (metadata == nullptr) return std::nullopt;
  const auto unit_m = ValueIn(ReadText(recording, *metadata, metadata->messages.front()), "depth_units=");
  if (!unit_m || !(*unit_m > 1e-6 && *unit_m < 1.0)) return std::nullopt;
  return 1.0 / *unit_m;
}

std::vector<BagMessage> MessagesInRealsenseTime(const Recording& recording, const BagTopic& image) {
  const BagTopic* const metadata = MetadataOf(recording, image);
  if (metadata == nullptr) return image.messages;
  std::map<int64_t, int64_t> taken_ns;  // by when it was recorded
  for (const BagMessage& message : metadata->messages) {
    const auto time_ms = ValueIn(ReadText(recording, *metadata, message), ";timestamp=");
    if (time_ms && *time_ms > 0.0 && *time_ms < 1e13) {
      taken_ns[message.recorded_ns] = std::llround(*time_ms * 1e6);
    }
  }
  std::vector<BagMessage> messages = image.messages;
  for (BagMessage& message : messages) {
    const auto found = taken_ns.find(message.recorded_ns);
    if (found == taken_ns.end()) return image.messages;
    message.time_ns = found->second;
  }
  return messages;
}

std::optional<Pose> RealsenseColorFromDepth(const Recording& recording, const BagTopic& color,
                                            const BagTopic& depth) {
  const auto color_from_first = StreamFromFirst(recording, color);
  const auto depth_from_first = StreamFromFirst(recording, depth);
  if (!color_from_first || !depth_from_first) return std::nullopt;
  return Pose(*color_from_first * depth_from_first->inverse());
}

}  // namespace isogs
