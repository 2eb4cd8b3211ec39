// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace isogs {

/// Where a message of a recording is, and when.
struct BagMessage {
  int64_t time_ns = 0;      // its header's stamp; where it has none, or 0, when it was recorded
  int64_t recorded_ns = 0;  // when it was recorded
  uint64_t offset = 0;      // of its bytes in the chunk, or in the file; of a database the row
  uint32_t size = 0;        // [bytes]; 0 for a database
  uint32_t chunk = 0;       // of its file
  uint32_t file = 0;        // of a recording in several
};

struct BagTopic {
  std::string name;
  std::string type;     // as ROS 1 writes it: "sensor_msgs/Image"
  bool is_cdr = false;  // ROS 2's serialisation; false: ROS 1's
  /// In the order of the file; none for types that no frame is made of.
  std::vector<BagMessage> messages = {};
};

/// A recording of ROS topics: which there are and where their messages lie is known once it is open, the
/// messages stay on disk. May be read from several threads at once.
class Bag {
 public:
  virtual ~Bag() = default;

  const std::vector<BagTopic>& topics() const { return topics_; }
  /// Throws Error naming the file where the message cannot be read.
  virtual std::string Read(const BagMessage& message) const = 0;

 protected:
  std::vector<BagTopic> topics_;
};

/// Is that the name of a recording: .bag, .db3 or .mcap?
bool IsBagName(const std::filesystem::path& path);
/// Is `path` a recording, or a folder with one (metadata.yaml, or files with such names)? Looks at names.
bool CanOpenBag(const std::filesystem::path& path);
/// A recording in one file or in several. Throws UsageError where there is none, Error where it is damaged
/// from its beginning; damage farther on costs what lies there, and is a warning.
std::unique_ptr<Bag> OpenBag(const std::filesystem::path& path);

}  // namespace isogs
