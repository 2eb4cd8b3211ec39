// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/datasets/rosbag/tiny_bags.h"

#include <bzlib.h>
#include <lz4frame.h>
#include <sqlite3.h>
#include <zstd.h>

#include <map>
#include <span>
#include <stdexcept>

#include "shared/io/checksum.h"

namespace isogs {
namespace {

constexpr int kWidth = 16, kHeight = 12;

std::string Packed(const std::string& bytes, ChunkPacking packing) {
  std::string packed;
  if (packing == ChunkPacking::kBz2) {
    packed.resize(bytes.size() + bytes.size() / 50 + 1000);
    auto size = static_cast<unsigned>(packed.size());
    std::string copy = bytes;
    BZ2_bzBuffToBuffCompress(packed.data(), &size, copy.data(), static_cast<unsigned>(copy.size()), 1, 0, 0);
    packed.resize(size);
  } else if (packing == ChunkPacking::kLz4) {
    packed.resize(LZ4F_compressFrameBound(bytes.size(), nullptr));
    packed.resize(LZ4F_compressFrame(packed.data(), packed.size(), bytes.data(), bytes.size(), nullptr));
  } else if (packing == ChunkPacking::kZstd) {
    packed.resize(ZSTD_compressBound(bytes.size()));
    packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 1));
  } else {
    packed = bytes;
  }
  return packed;
}

template <typename T>
std::string Raw(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof(T)};
}

std::string Sized(const std::string& text) { return Raw(static_cast<uint32_t>(text.size())) + text; }

std::string Ros1Time(int64_t ns) {
  return Raw(static_cast<uint32_t>(ns / 1'000'000'000)) + Raw(static_cast<uint32_t>(ns % 1'000'000'000));
}

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string Ros1Header(const Fields& fields) {
  std::string header;
  for (const auto& [name, value] : fields) {
    std::string field = name;
    field.append("=").append(value);
    header += Sized(field);
  }
  return Sized(header);
}

std::string Ros1Record(const Fields& fields, const std::string& data) {
  return Ros1Header(fields) + Sized(data);
}

std::string Ros1Connection(uint32_t number, const TinyMessage& message) {
  const Fields about = {
      {"topic", message.topic}, {"type", message.type}, {"md5sum", "*"}, {"message_definition", ""}};
  std::string data = Ros1Header(about).substr(4);
  return Ros1Record({{"op", "\x07"}, {"conn", Raw(number)}, {"topic", message.topic}}, data);
}

std::string McapRecord(char op, const std::string& data) {
  return std::string(1, op) + Raw(static_cast<uint64_t>(data.size())) + data;
}

uint32_t Checksum(const std::string& bytes) { return Crc32(0, std::as_bytes(std::span(bytes))); }

std::string Ros2Type(const std::string& type) {
  std::string name = type;
  return name.insert(name.find('/'), "/msg");
}

void Execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sqlite3_errmsg(database));
  }
}

}  // namespace

MessageWriter& MessageWriter::PutPose(const Pose& pose) {
  const Eigen::Quaterniond q(pose.linear());
  for (int k = 0; k < 3; ++k) Put(pose.translation()[k]);
  return Put(q.x()).Put(q.y()).Put(q.z()).Put(q.w());
}

TinyMessage ColorOf(const TinyBagOptions& options, int number, int64_t stamp_ns) {
  const uint32_t channels = options.color_encoding == "mono8" ? 1 : 3;
  const std::string pixels(size_t{kWidth} * kHeight * channels, static_cast<char>(20 * number));
  MessageWriter writer(options.is_cdr);
  writer.Header(stamp_ns, options.color_frame).Put(uint32_t{kHeight}).Put(uint32_t{kWidth});
  writer.Text(options.color_encoding).Put(uint8_t{0}).Put(kWidth * channels).Bytes(pixels);
  return {options.color_topic, "sensor_msgs/Image", writer.bytes(), stamp_ns + 5'000'000};
}

TinyMessage DepthOf(const TinyBagOptions& options, int number, int64_t stamp_ns) {
  std::string pixels;
  const bool is_float = options.depth_encoding == "32FC1";
  for (int i = 0; i < kWidth * kHeight; ++i) {
    const int mm = 1000 + 100 * number;
    pixels += is_float ? Raw(static_cast<float>(mm) / 1000.0f) : Raw(static_cast<uint16_t>(mm));
  }
  MessageWriter writer(options.is_cdr);
  writer.Header(stamp_ns, options.depth_frame).Put(uint32_t{kHeight}).Put(uint32_t{kWidth});
  writer.Text(options.depth_encoding).Put(uint8_t{0}).Put(uint32_t{is_float ? kWidth * 4u : kWidth * 2u});
  writer.Bytes(pixels);
  return {options.depth_topic, "sensor_msgs/Image", writer.bytes(), stamp_ns + 6'000'000};
}

TinyMessage InfoOf(const TinyBagOptions& options, const std::string& image_topic, int64_t stamp_ns) {
  MessageWriter writer(options.is_cdr);
  writer.Header(stamp_ns, options.color_frame).Put(uint32_t{kHeight}).Put(uint32_t{kWidth});
  writer.Text(options.distortion_model).Put(static_cast<uint32_t>(options.distortion.size()));
  for (const double d : options.distortion) writer.Put(d);
  for (const double k : {14.0, 0.0, 7.5, 0.0, 15.0, 5.5, 0.0, 0.0, 1.0}) writer.Put(k);
  for (int i = 0; i < 9; ++i) writer.Put(i % 4 == 0 ? 1.0 : 0.0);
  for (const double p : {13.0, 0.0, 7.0, 0.0, 0.0, 13.0, 5.0, 0.0, 0.0, 0.0, 1.0, 0.0}) writer.Put(p);
  for (int i = 0; i < 6; ++i) writer.Put(uint32_t{0});
  writer.Put(uint8_t{0});
  const std::string topic = image_topic.substr(0, image_topic.find_last_of('/')) + "/camera_info";
  return {topic, "sensor_msgs/CameraInfo", writer.bytes(), stamp_ns + 4'000'000};
}

TinyMessage TransformOf(const TinyBagOptions& options, const std::string& topic, const std::string& parent,
                        const std::string& child, const Pose& parent_from_child, int64_t stamp_ns) {
  MessageWriter writer(options.is_cdr);
  writer.Put(uint32_t{1}).Header(stamp_ns, parent).Text(child).PutPose(parent_from_child);
  return {topic, "tf2_msgs/TFMessage", writer.bytes(), stamp_ns};
}

std::vector<TinyMessage> TinyMessages(const TinyBagOptions& options) {
  std::vector<TinyMessage> messages;
  for (int i = 0; i < options.frames; ++i) {
    const int64_t stamp_ns = options.start_ns + i * kTinyStepNs;
    if (options.with_info) {
      messages.push_back(InfoOf(options, options.color_topic, stamp_ns));
      messages.push_back(InfoOf(options, options.depth_topic, stamp_ns));
    }
    messages.push_back(ColorOf(options, i, stamp_ns));
    messages.push_back(DepthOf(options, i, stamp_ns + 1'000'000));
  }
  return messages;
}

std::string Ros1Bag(const std::vector<TinyMessage>& messages, const TinyContainer& container) {
  const char* const names[] = {"none", "bz2", "lz4"};
  std::map<std::string, uint32_t> numbers;
  std::string bag = "#ROSBAG V2.0\n", connections;
  bag += Ros1Record({{"op", "\x03"},
                     {"index_pos", Raw(uint64_t{container.is_closed ? 4096u : 0u})},
                     {"conn_count", Raw(uint32_t{0})},
                     {"chunk_count", Raw(uint32_t{0})}},
                    std::string(64, ' '));
  for (size_t first = 0; first < messages.size(); first += container.messages_a_chunk) {
    std::string chunk;
    for (size_t i = first; i < std::min(messages.size(), first + container.messages_a_chunk); ++i) {
      const auto [place, is_new] = numbers.emplace(messages[i].topic, static_cast<uint32_t>(numbers.size()));
      if (is_new) chunk += Ros1Connection(place->second, messages[i]);
      if (is_new) connections += Ros1Connection(place->second, messages[i]);
      chunk += Ros1Record(
          {{"op", "\x02"}, {"conn", Raw(place->second)}, {"time", Ros1Time(messages[i].recorded_ns)}},
          messages[i].bytes);
    }
    bag += Ros1Record({{"op", "\x05"},
                       {"compression", names[static_cast<int>(container.packing)]},
                       {"size", Raw(static_cast<uint32_t>(chunk.size()))}},
                      Packed(chunk, container.packing));
    bag += Ros1Record({{"op", "\x04"}, {"ver", Raw(uint32_t{1})}}, "");
  }
  return container.is_closed ? bag + connections : bag;
}

std::string McapFile(const std::vector<TinyMessage>& messages, const TinyContainer& container) {
  const char* const names[] = {"", "bz2", "lz4", "zstd"};
  const std::string magic = "\x89MCAP0\r\n";
  std::map<std::string, uint16_t> numbers;
  std::string records, file = magic + McapRecord(1, Sized("ros2") + Sized("test"));
  const auto flush = [&] {
    if (container.messages_a_chunk == 0) {
      file += records;
    } else if (!records.empty()) {
      const std::string packed = Packed(records, container.packing);
      std::string chunk = Raw(uint64_t{0}) + Raw(uint64_t{0}) + Raw(static_cast<uint64_t>(records.size()));
      chunk += Raw(container.with_checksums ? Checksum(records) : 0u);
      chunk += Sized(names[static_cast<int>(container.packing)]);
      chunk += Raw(static_cast<uint64_t>(packed.size())) + packed;
      file += McapRecord(6, chunk);
    }
    records.clear();
  };
  for (size_t i = 0; i < messages.size(); ++i) {
    const TinyMessage& message = messages[i];
    const auto [place, is_new] = numbers.emplace(message.topic, static_cast<uint16_t>(numbers.size() + 1));
    if (is_new) {
      records +=
          McapRecord(3, Raw(place->second) + Sized(Ros2Type(message.type)) + Sized("ros2msg") + Sized(""));
      records += McapRecord(
          4, Raw(place->second) + Raw(place->second) + Sized(message.topic) + Sized("cdr") + Sized(""));
    }
    records += McapRecord(5, Raw(place->second) + Raw(uint32_t{0}) + Raw(message.recorded_ns) +
                                 Raw(message.recorded_ns) + message.bytes);
    if (container.messages_a_chunk == 0 || (i + 1) % container.messages_a_chunk == 0) flush();
  }
  flush();
  if (!container.is_closed) return file;
  file += McapRecord(15, Raw(uint32_t{0}));
  return file + McapRecord(2, Raw(uint64_t{0}) + Raw(uint64_t{0}) + Raw(uint32_t{0})) + magic;
}

void WriteSqliteBag(const std::filesystem::path& file, const std::vector<TinyMessage>& messages,
                    int page_bytes) {
  sqlite3* database = nullptr;
  if (sqlite3_open(file.c_str(), &database) != SQLITE_OK)
    throw std::runtime_error("cannot make " + file.string());
  Execute(database, ("PRAGMA page_size=" + std::to_string(page_bytes)).c_str());
  Execute(
      database,
      "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, "
      "serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL);"
      "CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL, timestamp INTEGER NOT NULL, "
      "data BLOB NOT NULL); BEGIN");
  std::map<std::string, int> numbers;
  for (const TinyMessage& message : messages) {
    const auto [place, is_new] = numbers.emplace(message.topic, static_cast<int>(numbers.size() + 1));
    sqlite3_stmt* statement = nullptr;
    if (is_new) {
      sqlite3_prepare_v2(database, "INSERT INTO topics VALUES (?, ?, ?, 'cdr', '')", -1, &statement, nullptr);
      sqlite3_bind_int(statement, 1, place->second);
      sqlite3_bind_text(statement, 2, message.topic.c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_bind_text(statement, 3, Ros2Type(message.type).c_str(), -1, SQLITE_TRANSIENT);
      sqlite3_step(statement);
      sqlite3_finalize(statement);
    }
    sqlite3_prepare_v2(database, "INSERT INTO messages(topic_id, timestamp, data) VALUES (?, ?, ?)", -1,
                       &statement, nullptr);
    sqlite3_bind_int(statement, 1, place->second);
    sqlite3_bind_int64(statement, 2, message.recorded_ns);
    sqlite3_bind_blob(statement, 3, message.bytes.data(), static_cast<int>(message.bytes.size()),
                      SQLITE_TRANSIENT);
    sqlite3_step(statement);
    sqlite3_finalize(statement);
  }
  Execute(database, "COMMIT");
  sqlite3_close(database);
}

}  // namespace isogs
