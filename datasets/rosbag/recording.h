// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "datasets/rosbag/bag.h"
#include "datasets/rosbag/image_messages.h"

namespace isogs {

/// A recording and what is asked of all of it.
struct Recording {
  std::string path;  // for messages
  std::unique_ptr<Bag> bag;

  /// Nothing where there is no such topic.
  const BagTopic* Find(const std::string& topic) const;
  /// The topic's message as errors call it: file, topic, time.
  std::string NameOf(const BagTopic& topic, const BagMessage& message) const;
  /// "/a (sensor_msgs/Image, 12 messages), /b ...", of all topics.
  std::string TopicList() const;
};

/// A topic of images, by its first message.
struct ImageTopic {
  const BagTopic* topic = nullptr;
  ImageOutline outline;
};

/// Without what image_transport adds: "/a/image_raw/compressed" is "/a/image_raw" otherwise sent.
std::string BaseTopic(const std::string& name);

}  // namespace isogs
