// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "shared/ipc/shared_segment.h"
#include "shared/ipc/shared_words.h"
#include "shared/ipc/slot_ring.h"

namespace isogs {

/// Version of the layouts below. What a channel's values look like has a version of its own.
inline constexpr uint64_t kChannelLayoutVersion = 2;

/// A channel's control segment, of fixed name. Written by the writer when it starts, `magic` last; after
/// that only `generation` and `heartbeat_ns` change. The next writer makes another.
struct alignas(64) ControlBlock {
  static constexpr uint64_t kMagic = 0x6c746353476f7349;  // "IsoGSctl"
  static constexpr size_t kMaxPath = 4096;

  SharedWord magic;  // 0: still being made
  SharedWord layout_version;
  SharedWord payload_version;
  SharedWord epoch;         // a number for each writer; not 0
  SharedWord generation;    // of the data segment in use; 0: nothing published yet
  SharedWord heartbeat_ns;  // CLOCK_MONOTONIC
  SharedWord process_id;
  SharedWord path_bytes;
  SharedWord path[kMaxPath / kWordBytes];  // real path of the run directory
};

/// A data segment: this and its slots. Complete, with a first value in it, before the control segment names
/// it.
struct alignas(64) DataBlock {
  static constexpr uint64_t kMagic = 0x74616453476f7349;  // "IsoGSdat"

  SharedWord magic;
  SharedWord layout_version;
  SharedWord epoch;
  SharedWord generation;
  SharedWord capacity;  // bytes of a slot, a multiple of 64
  SharedWord slots;
};

/// What a control segment says that does not change.
struct ControlFacts {
  uint64_t payload_version = 0;
  uint64_t epoch = 0;
  int64_t process_id = 0;
  std::filesystem::path run_directory;
};

/// A new control segment. Throws as SharedSegment::Create.
SharedSegment CreateControl(const std::string& name, const ControlFacts& facts);
/// Nothing if it is still being made. Throws Error if it is not one, or of another layout version.
std::optional<ControlFacts> ReadControl(const SharedSegment& segment, const std::string& name);

/// A new data segment without a value. Throws as SharedSegment::Create.
SharedSegment CreateData(const std::string& name, uint64_t epoch, uint64_t generation,
                         const RingShape& shape);
/// What a data segment says of itself.
struct DataFacts {
  uint64_t epoch = 0;
  uint64_t generation = 0;
  RingShape shape;  ///< its slots lie within the segment
};
/// Throws Error if it is not a data segment or is cut off.
DataFacts ReadData(const SharedSegment& segment, const std::string& name);

/// Where a data segment's ring begins.
inline const void* RingOf(const SharedSegment& data) {
  return static_cast<const std::byte*>(data.data()) + sizeof(DataBlock);
}
inline void* RingOf(SharedSegment& data) { return static_cast<std::byte*>(data.data()) + sizeof(DataBlock); }

/// Now, on the clock of `heartbeat_ns` and of all stamps in values.
int64_t MonotonicNs();

}  // namespace isogs
