// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/recording.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string_view>

#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr size_t kMostListed = 24;

}  // namespace

const BagTopic* Recording::Find(const std::string& topic) const {
  const auto found = std::ranges::find(bag->topics(), topic, &BagTopic::name);
  return found == bag->topics().end() ? nullptr : &*found;
}

std::string Recording::NameOf(const BagTopic& topic, const BagMessage& message) const {
  return fmt::format("{}: {} at {:.6f} s", path, WithoutControls(topic.name),
                     1e-9 * static_cast<double>(message.time_ns));
}

std::string Recording::TopicList() const {
  std::string list;
  size_t listed = 0;
  for (const BagTopic& topic : bag->topics()) {
    if (++listed > kMostListed) return list.append(", and more");
    list.append(list.empty() ? "" : ", ").append(WithoutControls(topic.name)).append(" (");
    list.append(topic.type.empty() ? "no type" : WithoutControls(topic.type)).append(")");
  }
  return list.empty() ? "no topics" : list;
}

std::string BaseTopic(const std::string& name) {
  for (const std::string_view suffix : {"/compressedDepth", "/compressed"}) {
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

}  // namespace isogs
