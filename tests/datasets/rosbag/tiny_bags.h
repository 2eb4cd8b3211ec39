// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/rosbag/chunk_codec.h"
#include "shared/geometry/pose.h"

namespace isogs {

// Small recordings, written here so that tests need no Python. That they are as others write them is what
// public_writers_test.cpp is for.

struct TinyMessage {
  std::string topic;
  std::string type;  // as ROS 1 writes it
  std::string bytes;
  int64_t recorded_ns = 0;
};

/// Serialises as ROS 1 or ROS 2 does.
class MessageWriter {
 public:
  explicit MessageWriter(bool is_cdr) : is_cdr_(is_cdr) {
    if (is_cdr) bytes_.assign("\0\1\0\0", 4);
  }

  template <typename T>
  MessageWriter& Put(T value) {
    while (is_cdr_ && (bytes_.size() - 4) % sizeof(T) != 0) bytes_ += '\0';
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(T));
    return *this;
  }
  MessageWriter& Bytes(std::string_view bytes) {
    Put(static_cast<uint32_t>(bytes.size()));
    bytes_.append(bytes);
    return *this;
  }
  MessageWriter& Text(const std::string& text) {
    return Bytes(is_cdr_ ? std::string_view(text.c_str(), text.size() + 1) : std::string_view(text));
  }
  MessageWriter& Header(int64_t stamp_ns, const std::string& frame) {
    if (!is_cdr_) Put(uint32_t{7});
    Put(static_cast<uint32_t>(stamp_ns / 1'000'000'000)).Put(static_cast<uint32_t>(stamp_ns % 1'000'000'000));
    return Text(frame);
  }
  MessageWriter& PutPose(const Pose& pose);

  const std::string& bytes() const { return bytes_; }

 private:
  bool is_cdr_;
  std::string bytes_;
};

/// What stands in a tiny recording: a wall as TinyFrame's, 16x12, 1 m away and farther in frame after frame.
struct TinyBagOptions {
  bool is_cdr = false;
  int frames = 3;
  int64_t start_ns = 1'000'000'000;
  std::string color_topic = "/camera/color/image_raw";
  std::string depth_topic = "/camera/depth/image_raw";
  std::string color_frame = "camera", depth_frame = "camera";
  std::string color_encoding = "rgb8", depth_encoding = "16UC1";
  bool with_info = true;
  std::string distortion_model = "plumb_bob";
  std::vector<double> distortion = {0, 0, 0, 0, 0};
};

inline constexpr int64_t kTinyStepNs = 33'000'000;

std::vector<TinyMessage> TinyMessages(const TinyBagOptions& options = {});
TinyMessage ColorOf(const TinyBagOptions& options, int number, int64_t stamp_ns);
TinyMessage DepthOf(const TinyBagOptions& options, int number, int64_t stamp_ns);
TinyMessage InfoOf(const TinyBagOptions& options, const std::string& image_topic, int64_t stamp_ns);
TinyMessage TransformOf(const TinyBagOptions& options, const std::string& topic, const std::string& parent,
                        const std::string& child, const Pose& parent_from_child, int64_t stamp_ns);

struct TinyContainer {
  ChunkPacking packing = ChunkPacking::kNone;
  bool is_closed = true;        // false: as a recorder that was killed leaves it
  size_t messages_a_chunk = 4;  // MCAP: 0: none
  bool with_checksums = true;
};
std::string Ros1Bag(const std::vector<TinyMessage>& messages, const TinyContainer& container = {});
std::string McapFile(const std::vector<TinyMessage>& messages, const TinyContainer& container = {});
/// Small pages: messages go over several.
void WriteSqliteBag(const std::filesystem::path& file, const std::vector<TinyMessage>& messages,
                    int page_bytes = 512);

}  // namespace isogs
