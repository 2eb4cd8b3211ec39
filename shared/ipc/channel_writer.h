// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "shared/ipc/role_lock.h"
#include "shared/ipc/session.h"
#include "shared/ipc/shared_segment.h"
#include "shared/ipc/slot_ring.h"

namespace isogs {

struct ChannelOptions {
  uint64_t payload_version = 0;           ///< of what the values look like
  size_t first_capacity = 4096;           ///< bytes of the largest value that needs no second data segment
  bool checksums = false;                 ///< tests (also by ISOGS_CHECKSUMS=1): readers compare a checksum
  size_t slots = SlotRing::kFewestSlots;  ///< more: readers find values before the latest, too
};

/// The writing end of a channel (ARCHITECTURE.md, "Between processes"). Removes what an earlier writer left
/// and starts a new epoch; at its end it removes its own segments. For one thread at a time.
class ChannelWriter {
 public:
  /// `lock` shows that this process has the channel's writer role, and must outlive the writer. Throws Error
  /// if shared memory cannot be had.
  ChannelWriter(const RoleLock& lock, Channel channel, const ChannelOptions& options);
  ~ChannelWriter();
  ChannelWriter(const ChannelWriter&) = delete;
  ChannelWriter& operator=(const ChannelWriter&) = delete;

  /// Makes a value of `bytes` the latest, and returns its number; the first is 1. Throws Error if it needs a
  /// larger data segment than there is memory for, or what `fill` throws; readers then keep the value before.
  uint64_t Publish(size_t bytes, const PayloadFill& fill);
  uint64_t Publish(const void* value, size_t bytes);
  /// Says that the writer is at work though nothing is new. Publish does so too.
  void Beat();
  /// Leaves the segments to readers that are not done; whoever ends the session removes them.
  void LeaveBehind() { leave_behind_ = true; }

  uint64_t epoch() const { return epoch_; }

 private:
  struct Data {
    std::string name;
    SharedSegment segment;
    SlotRingWriter ring;
  };

  Data MakeData(size_t bytes) const;
  void Replace(size_t bytes, const PayloadFill& fill);

  std::string control_name_;
  SegmentName name_;
  ChannelOptions options_;
  uint64_t epoch_;
  uint64_t number_ = 0;      // of the latest value
  uint64_t generation_ = 0;  // of `data_`
  std::optional<SharedSegment> control_;
  std::optional<Data> data_;
  bool leave_behind_ = false;
};

/// Removes all segments of a channel. Only for the holder of the writer's role.
void RemoveChannel(const std::string& session, Channel channel);

}  // namespace isogs
