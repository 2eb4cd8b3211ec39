// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/realsense.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "datasets/rosbag/messages.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr std::string_view kKey = "depth_units=";

constexpr std::string_view kImageEnd = "/image/data";

/// ".../Depth_0"; empty for topics that are not the SDK's.
std::string StreamOf(const BagTopic& image) {
  const std::string base = BaseTopic(image.name);
  return base.ends_with(kImageEnd) ? base.substr(0, base.size() - kImageEnd.size()) : "";
}

/// Of "...;depth_units=0.000100;..."; 0 where it does not say so.
double UnitIn(const std::string& metadata) {
  const size_t begin = metadata.find(kKey);
  if (begin == std::string::npos) return 0.0;
  const size_t value = begin + kKey.size();
  const auto unit_m = ParseReal<double>(metadata.substr(value, metadata.find(';', value) - value));
  return unit_m && *unit_m > 1e-6 && *unit_m < 1.0 ? *unit_m : 0.0;
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
  const std::string stream = StreamOf(depth);
  const BagTopic* const metadata = stream.empty() ? nullptr : recording.Find(stream + "/image/metadata");
  if (metadata == nullptr || metadata->type != "std_msgs/String" || metadata->messages.empty()) {
    return std::nullopt;
  }
  const double unit_m =
      UnitIn(ParseString(recording.bag->Read(metadata->messages.front()), metadata->is_cdr));
  if (unit_m == 0.0) return std::nullopt;
  return 1.0 / unit_m;
}

std::optional<Pose> RealsenseColorFromDepth(const Recording& recording, const BagTopic& color,
                                            const BagTopic& depth) {
  const auto color_from_first = StreamFromFirst(recording, color);
  const auto depth_from_first = StreamFromFirst(recording, depth);
  if (!color_from_first || !depth_from_first) return std::nullopt;
  return Pose(*color_from_first * depth_from_first->inverse());
}

}  // namespace isogs
