// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/session.h"
#include "shared/ipc/shared_segment.h"
#include "shared/ipc/slot_ring.h"

namespace isogs {

/// A value as it came out of a channel, whole.
struct ChannelValue {
  uint64_t epoch = 0;      ///< names the writer
  uint64_t number = 0;     ///< counts the writer's values, from 1; those overwritten unread are skipped
  bool new_epoch = false;  ///< first value from this writer: what came from another no longer holds
  PayloadBuffer payload;   ///< not yet validated
};

/// The reading end of a channel. May be made before the writer and outlive it, finds the next writer by
/// itself, and leaves no trace that could disturb anybody. For one thread at a time.
class ChannelReader {
 public:
  ChannelReader(std::filesystem::path run_directory, Channel channel, uint64_t payload_version);

  /// The latest value, if it has not been taken yet. Never waits. Throws Error where what lies in shared
  /// memory cannot be used (another user's, another version's, damaged); later calls look at it afresh.
  std::optional<ChannelValue> TakeLatest() { return Take(Which::kLatest); }
  /// The oldest value after the one that was taken last, as far as the writer keeps values: numbers that are
  /// left out were overwritten. Of a writer that has ended, all that is left; then of the next. Else as
  /// TakeLatest.
  std::optional<ChannelValue> TakeNext() { return Take(Which::kNext); }

  /// Whether some process holds the writer's role now.
  bool WriterIsAlive() const;
  /// Time since the writer last published or said that it is at work; nothing if there is no channel.
  std::optional<std::chrono::nanoseconds> HeartbeatAge() const;

 private:
  enum class Which { kLatest, kNext };
  enum class Outcome { kTaken, kNothingNew, kTryAgain };

  std::optional<ChannelValue> Take(Which which);
  bool OpenControl();
  bool OpenData(uint64_t generation);
  Outcome TakeFromOpen(Which which, std::optional<ChannelValue>& value);
  void Drop();

  std::filesystem::path run_directory_;
  SegmentName name_;
  std::string control_name_;
  uint64_t payload_version_;
  uint64_t last_epoch_ = 0;  // of the value taken last
  // While a control segment is open:
  std::optional<SharedSegment> control_;
  uint64_t epoch_ = 0;
  uint64_t number_ = 0;  // taken last
  std::optional<SharedSegment> data_;
  uint64_t generation_ = 0;  // of `data_`
  RingShape shape_;
};

}  // namespace isogs
