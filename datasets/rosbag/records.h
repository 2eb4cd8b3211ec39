// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/rosbag/bag.h"
#include "datasets/rosbag/bag_file.h"
#include "datasets/rosbag/chunk_store.h"

namespace isogs {

/// Who sends: messages name it by its number.
struct Connection {
  uint32_t number = 0;
  std::string topic;
  std::string type;
  bool is_cdr = false;
};

/// A message's first bytes hold its header's stamp, where it has one.
constexpr size_t kStampBytes = 12;

struct RecordedMessage {
  uint32_t connection = 0;
  int64_t recorded_ns = 0;
  uint64_t offset = 0;
  uint32_t size = 0;
  uint32_t start_size = 0;  // of `start`
  std::array<char, kStampBytes> start = {};
};

/// What stands in a chunk or a file.
struct Records {
  std::vector<Connection> connections;
  std::vector<RecordedMessage> messages;
};

/// Notes where the message's `size` bytes at `offset` are, with their first ones.
void AddMessage(ByteWindow* bytes, uint64_t offset, uint32_t size, uint32_t connection, int64_t recorded_ns,
                Records* records);

/// Finds the records of one format in a chunk. Throws Error where they are damaged; what stands before is
/// found.
using FindRecords = void (*)(ByteWindow* bytes, Records* records);

/// As ROS 1 writes it: without ROS 2's "/msg".
std::string TypeName(std::string_view type);
/// Is a frame, or the pose of one, made of messages of that type?
bool IsReadType(std::string_view type);

/// Where a message with those first bytes belongs in time.
int64_t TimeOf(std::string_view start, bool is_cdr, std::string_view type, int64_t recorded_ns);

/// The recording of a file with chunks, and records `outside` of these. Chunks are looked through in
/// parallel; a damaged one costs its messages, and is a warning.
std::unique_ptr<Bag> MakeChunkedBag(std::unique_ptr<ChunkStore> store, Records outside, FindRecords find);

}  // namespace isogs
