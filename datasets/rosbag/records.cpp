// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/records.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/parallel.h"
#include "shared/io/byte_reader.h"

namespace isogs {
namespace {

constexpr std::array<std::string_view, 7> kTypesWithHeader = {"sensor_msgs/Image",
                                                              "sensor_msgs/CompressedImage",
                                                              "sensor_msgs/CameraInfo",
                                                              "geometry_msgs/PoseStamped",
                                                              "geometry_msgs/PoseWithCovarianceStamped",
                                                              "geometry_msgs/TransformStamped",
                                                              "nav_msgs/Odometry"};
constexpr std::array<std::string_view, 4> kOtherTypes = {"tf2_msgs/TFMessage", "tf/tfMessage",
                                                         "geometry_msgs/Transform", "std_msgs/String"};

constexpr int64_t kChunksABatch = 64;

class ChunkedBag : public Bag {
 public:
  ChunkedBag(std::unique_ptr<ChunkStore> store, Records outside, FindRecords find)
      : store_(std::move(store)), find_(find) {
    AddConnections(outside.connections);
    std::vector<std::pair<uint32_t, Records>> all;
    all.emplace_back(kNoChunk, std::move(outside));
    const auto count = static_cast<int64_t>(store_->chunks().size());
    for (int64_t first = 0; first < count; first += kChunksABatch) {
      LookThrough(first, std::min(count, first + kChunksABatch), &all);
    }
    for (const auto& [chunk, records] : all) AddConnections(records.connections);
    for (const auto& [chunk, records] : all) AddMessages(chunk, records.messages);
  }

  std::string Read(const BagMessage& message) const override {
    return store_->Read(message.chunk, message.offset, message.size);
  }

 private:
  void LookThrough(int64_t first, int64_t end, std::vector<std::pair<uint32_t, Records>>* all) {
    std::vector<std::pair<Records, std::string>> found(static_cast<size_t>(end - first));
    ParallelFor(end - first, 1, [&](int64_t begin, int64_t stop) {
      for (int64_t i = begin; i < stop; ++i) {
        auto& [records, fault] = found[static_cast<size_t>(i)];
        try {
          LookInto(store_->chunks()[static_cast<size_t>(first + i)], &records);
        } catch (const Error& error) {
          fault = error.what();
        }
      }
    });
    for (size_t i = 0; i < found.size(); ++i) {
      if (!found[i].second.empty()) Warn(found[i].second);
      all->emplace_back(static_cast<uint32_t>(first) + static_cast<uint32_t>(i), std::move(found[i].first));
    }
  }

  void LookInto(const Chunk& chunk, Records* records) const {
    if (chunk.packing != ChunkPacking::kNone) {
      const std::string unpacked = store_->Unpacked(chunk);
      ByteWindow bytes(unpacked);
      Find(chunk, &bytes, records);
    } else {
      ByteWindow bytes(store_->file(), chunk.offset, chunk.size);
      Find(chunk, &bytes, records);
    }
  }

  void Find(const Chunk& chunk, ByteWindow* bytes, Records* records) const {
    try {
      find_(bytes, records);
    } catch (const Error& error) {
      throw Error(store_->file().name() + ": chunk at byte " + std::to_string(chunk.offset) + ": " +
                  error.what());
    }
  }

  void Warn(const std::string& fault) {
    constexpr int kMostSaid = 3;
    if (++faults_ <= kMostSaid) spdlog::warn("{}; messages there are left out", fault);
    if (faults_ == kMostSaid) spdlog::warn("{}: more chunks like that are not named", store_->file().name());
  }

  void AddConnections(const std::vector<Connection>& connections) {
    for (const Connection& connection : connections) {
      const auto same = [&](const BagTopic& topic) {
        return topic.name == connection.topic && topic.type == connection.type &&
               topic.is_cdr == connection.is_cdr;
      };
      const auto found = std::ranges::find_if(topics_, same);
      topic_of_[connection.number] = static_cast<size_t>(found - topics_.begin());
      if (found == topics_.end()) {
        topics_.push_back({connection.topic, connection.type, connection.is_cdr, {}});
      }
    }
  }

  void AddMessages(uint32_t chunk, const std::vector<RecordedMessage>& messages) {
    for (const RecordedMessage& message : messages) {
      const auto found = topic_of_.find(message.connection);
      if (found == topic_of_.end()) continue;
      BagTopic& topic = topics_[found->second];
      if (!IsReadType(topic.type)) continue;
      const int64_t time_ns =
          TimeOf({message.start.data(), message.start_size}, topic.is_cdr, topic.type, message.recorded_ns);
      topic.messages.push_back({time_ns, message.recorded_ns, message.offset, message.size, chunk, 0});
    }
  }

  std::unique_ptr<ChunkStore> store_;
  FindRecords find_;
  std::map<uint32_t, size_t> topic_of_;  // by connection
  int faults_ = 0;
};

}  // namespace

void AddMessage(ByteWindow* bytes, uint64_t offset, uint32_t size, uint32_t connection, int64_t recorded_ns,
                Records* records) {
  RecordedMessage message = {connection, recorded_ns, offset, size};
  const std::string_view start = bytes->View(offset, std::min<size_t>(size, kStampBytes));
  if (offset > bytes->size() || size > bytes->size() - offset) {
    throw Error("ends inside a message of " + std::to_string(size) + " bytes");
  }
  message.start_size = static_cast<uint32_t>(start.size());
  std::ranges::copy(start, message.start.begin());
  records->messages.push_back(message);
}

std::string TypeName(std::string_view type) {
  std::string name(type);
  const size_t middle = name.find("/msg/");
  if (middle != std::string::npos) name.erase(middle, 4);
  return name;
}

bool IsReadType(std::string_view type) {
  return std::ranges::find(kTypesWithHeader, type) != kTypesWithHeader.end() ||
         std::ranges::find(kOtherTypes, type) != kOtherTypes.end();
}

int64_t TimeOf(std::string_view start, bool is_cdr, std::string_view type, int64_t recorded_ns) {
  const bool has_header = std::ranges::find(kTypesWithHeader, type) != kTypesWithHeader.end();
  if (!has_header || start.size() < kStampBytes) return recorded_ns;
  // Behind four bytes, of ROS 1 the message's number, of ROS 2 how it is serialised.
  const bool is_big = is_cdr && (start[1] & 1) == 0;
  ByteReader reader(start.substr(4), is_big ? std::endian::big : std::endian::little);
  const auto seconds = reader.Take<uint32_t>(), nanoseconds = reader.Take<uint32_t>();
  const int64_t stamp_ns = int64_t{seconds} * 1'000'000'000 + nanoseconds;
  return stamp_ns != 0 ? stamp_ns : recorded_ns;
}

std::unique_ptr<Bag> MakeChunkedBag(std::unique_ptr<ChunkStore> store, Records outside, FindRecords find) {
  return std::make_unique<ChunkedBag>(std::move(store), std::move(outside), find);
}

}  // namespace isogs
