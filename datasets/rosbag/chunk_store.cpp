// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/chunk_store.h"

#include <span>

#include "shared/core/error.h"
#include "shared/io/checksum.h"

namespace isogs {

std::string ChunkStore::Unpacked(const Chunk& chunk) const {
  const std::string where = file_.name() + ": chunk at byte " + std::to_string(chunk.offset) + ": ";
  std::string bytes = file_.Read(chunk.offset, chunk.packed_size);
  try {
    if (chunk.packing != ChunkPacking::kNone) bytes = Unpack(bytes, chunk.packing, chunk.size);
  } catch (const Error& error) {
    throw Error(where + error.what());
  }
  if (chunk.crc != 0 && Crc32(0, std::as_bytes(std::span(bytes))) != chunk.crc) {
    throw Error(where + "found another checksum than it is stored with; the file is damaged there");
  }
  return bytes;
}

std::string ChunkStore::Read(uint32_t chunk, uint64_t offset, uint64_t size) const {
  if (chunk == kNoChunk) return file_.Read(offset, size);
  const Chunk& place = chunks_.at(chunk);
  if (place.packing == ChunkPacking::kNone && (place.crc == 0 || place.size > kMaxWholeBytes)) {
    return file_.Read(place.offset + offset, size);
  }
  Content content = Find(chunk);
  if (content == nullptr) {
    content = std::make_shared<const std::string>(Unpacked(place));
    const std::lock_guard lock(mutex_);
    kept_.emplace_back(chunk, content);
    if (kept_.size() > kKept) kept_.pop_front();
  }
  if (offset > content->size() || size > content->size() - offset) {
    throw Error(file_.name() + ": chunk at byte " + std::to_string(place.offset) +
                ": has changed while it is read");
  }
  return content->substr(static_cast<size_t>(offset), static_cast<size_t>(size));
}

ChunkStore::Content ChunkStore::Find(uint32_t chunk) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [number, content] : kept_) {
    if (number == chunk) return content;
  }
  return nullptr;
}

}  // namespace isogs
