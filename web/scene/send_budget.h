// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace isogs::web {

/// How much may be on its way to a client: what its connection carried in the last quarter of a second, so
/// that it is shown what is new soon after, and kMostBytes at most.
class SendBudget {
 public:
  using Milliseconds = std::chrono::milliseconds;
  static constexpr size_t kLeastBytes = 64 << 10;  ///< room for this much there is always
  static constexpr size_t kMostBytes = 1 << 20;

  /// Whether another message may go. `now` on any clock.
  bool HasRoom() const { return waiting_bytes_ < limit_; }
  /// The number that the next message gets.
  uint32_t next_sequence() const { return next_; }
  void Sent(size_t bytes, Milliseconds now);
  /// The client has taken all up to `sequence`. False: it was never sent, or is acknowledged already.
  bool Acknowledge(uint32_t sequence, Milliseconds now);

  size_t waiting_bytes() const { return waiting_bytes_; }
  size_t limit() const { return limit_; }

 private:
  std::deque<size_t> on_their_way_;  // bytes of each message
  uint32_t next_ = 1;
  size_t waiting_bytes_ = 0;
  size_t limit_ = kLeastBytes;
  // Of the rate:
  Milliseconds measured_since_{0};
  size_t measured_bytes_ = 0;
};

}  // namespace isogs::web
