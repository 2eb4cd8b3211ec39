// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/bag.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>
#include <utility>

#include "datasets/rosbag/bag_file.h"
#include "datasets/rosbag/bag_folder.h"
#include "datasets/rosbag/mcap_bag.h"
#include "datasets/rosbag/ros1_bag.h"
#include "datasets/rosbag/sqlite_bag.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

std::unique_ptr<Bag> OpenBagFile(const fs::path& path) {
  std::array<char, 16> start = {};
  const BagFile file(path);
  const std::string_view found(start.data(), file.ReadSome(0, start.data(), start.size()));
  if (found.starts_with("#ROS")) return OpenRos1Bag(path);
  if (found.starts_with("\x89MCAP")) return OpenMcapBag(path);
  if (found.starts_with("SQLite format 3")) return OpenSqliteBag(path);
  throw UsageError(path.string() + ": found " + (found.empty() ? "an empty file" : Quoted(found)) +
                   ", expected a ROS 1 bag, an MCAP file or a ROS 2 bag in SQLite");
}

/// A recording that was cut into several files, one after the other.
class SplitBag : public Bag {
 public:
  explicit SplitBag(const std::vector<fs::path>& files) {
    for (const fs::path& file : files) Add(OpenBagFile(file));
  }

  std::string Read(const BagMessage& message) const override {
    return parts_.at(message.file)->Read(message);
  }

 private:
  void Add(std::unique_ptr<Bag> part) {
    const auto number = static_cast<uint32_t>(parts_.size());
    for (const BagTopic& topic : part->topics()) {
      const auto same = [&](const BagTopic& other) {
        return other.name == topic.name && other.type == topic.type && other.is_cdr == topic.is_cdr;
      };
      auto found = std::ranges::find_if(topics_, same);
      if (found == topics_.end()) {
        topics_.push_back({topic.name, topic.type, topic.is_cdr, {}});
        found = topics_.end() - 1;
      }
      for (BagMessage message : topic.messages) {
        message.file = number;
        found->messages.push_back(message);
      }
    }
    parts_.push_back(std::move(part));
  }

  std::vector<std::unique_ptr<Bag>> parts_;
};

}  // namespace

bool IsBagName(const fs::path& path) {
  const fs::path suffix = path.extension();
  return suffix == ".bag" || suffix == ".db3" || suffix == ".mcap";
}

bool CanOpenBag(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return IsBagName(path);
  return HasBagFiles(path);
}

std::unique_ptr<Bag> OpenBag(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return OpenBagFile(path);
  const std::vector<fs::path> files = BagFilesOf(path);
  if (files.size() == 1) return OpenBagFile(files.front());
  return std::make_unique<SplitBag>(files);
}

}  // namespace isogs
