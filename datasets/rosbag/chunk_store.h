// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "datasets/rosbag/bag_file.h"
#include "datasets/rosbag/chunk_codec.h"

namespace isogs {

/// A part of a file that holds records, packed or as they are.
struct Chunk {
  uint64_t offset = 0;  // in the file
  uint64_t packed_size = 0;
  uint64_t size = 0;  // unpacked
  ChunkPacking packing = ChunkPacking::kNone;
  uint32_t crc = 0;  // of what is unpacked; 0: none
};

/// Messages that are not in a chunk.
inline constexpr uint32_t kNoChunk = UINT32_MAX;

/// The chunks of a file. Keeps some that were read last, because messages are read in their order.
/// Thread-safe.
class ChunkStore {
 public:
  explicit ChunkStore(const std::filesystem::path& path) : file_(path) {}

  const BagFile& file() const { return file_; }
  const std::vector<Chunk>& chunks() const { return chunks_; }
  void Add(const Chunk& chunk) { chunks_.push_back(chunk); }

  /// Unpacked and checked. Throws Error that names file and place.
  std::string Unpacked(const Chunk& chunk) const;
  /// Bytes of chunk number `chunk`, or of the file (kNoChunk). Chunks that are as they are and large are not
  /// read whole, and so not checked. Throws Error.
  std::string Read(uint32_t chunk, uint64_t offset, uint64_t size) const;

 private:
  using Content = std::shared_ptr<const std::string>;

  static constexpr uint64_t kMaxWholeBytes = 16 << 20;
  static constexpr size_t kKept = 4;

  Content Find(uint32_t chunk) const;

  BagFile file_;
  std::vector<Chunk> chunks_;
  mutable std::mutex mutex_;
  mutable std::deque<std::pair<uint32_t, Content>> kept_;  // the newest behind
};

}  // namespace isogs
