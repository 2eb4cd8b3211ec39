// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/shared_words.h"

namespace isogs {

/// One writer, any number of readers, the latest value only; nobody ever waits. Values are numbered from 1.
/// Value n lies in slot n % 3, whose sequence number is 2n - 1 while it is being written and 2n after; then
/// `latest` becomes n. So the writer never touches the latest slot, nor the one before it, and a reader that
/// finds 2n both before and after its copy has the whole value n. A writer killed at any instruction leaves
/// `latest` at a whole value: nothing needs repair, and readers leave no trace at all.
///
/// This is the protocol alone, on any memory that both sides see; it starts zeroed.
struct SlotRing {
  static constexpr size_t kSlots = 3;

  struct alignas(64) Slot {
    SharedWord sequence;
    SharedWord bytes;
    SharedWord checksum;  // 0: none
  };

  alignas(64) SharedWord latest;  // 0: nothing yet

  /// Memory for slots of `capacity` bytes, a multiple of 64.
  static constexpr size_t BytesFor(size_t capacity) {
    return sizeof(SlotRing) + kSlots * (sizeof(Slot) + capacity);
  }
};
static_assert(sizeof(SlotRing) == 64 && sizeof(SlotRing::Slot) == 64);

/// Where the writer puts the parts of a value. Parts may come in any order and from several threads.
class PayloadSink {
 public:
  PayloadSink(SharedWord* words, size_t bytes, bool checksum)
      : words_(words), bytes_(bytes), with_checksum_(checksum) {}
  PayloadSink(const PayloadSink&) = delete;
  PayloadSink& operator=(const PayloadSink&) = delete;

  /// `offset` is a multiple of 8. The rest of the part's last word becomes 0.
  void Write(size_t offset, const void* source, size_t bytes);
  /// Of what was written; 0 without checksums.
  uint64_t checksum() const;

 private:
  SharedWord* words_;
  size_t bytes_;
  bool with_checksum_;
  std::atomic<uint64_t> sum_ = 0;
};

/// Writes all of the value it was called for into the sink.
using PayloadFill = std::function<void(PayloadSink&)>;

class SlotRingWriter {
 public:
  /// `memory`: SlotRing::BytesFor(capacity) bytes, aligned to 64.
  SlotRingWriter(void* memory, size_t capacity, bool checksums)
      : ring_(static_cast<SlotRing*>(memory)), capacity_(capacity), checksums_(checksums) {}

  size_t capacity() const { return capacity_; }
  /// Publishes value `number`, larger than any before, of `bytes` <= capacity. If `fill` throws, nothing was
  /// published.
  void Publish(uint64_t number, size_t bytes, const PayloadFill& fill);

 private:
  SlotRing* ring_;
  size_t capacity_;
  bool checksums_;
};

/// A value taken out of a ring.
struct TakenValue {
  uint64_t number = 0;
  PayloadBuffer payload;
};

class SlotRingReader {
 public:
  SlotRingReader(const void* memory, size_t capacity)
      : ring_(static_cast<const SlotRing*>(memory)), capacity_(capacity) {}

  /// Whether there is a value other than `number`.
  bool HasNew(uint64_t number) const { return ring_->latest.load(std::memory_order_acquire) != number; }
  /// A copy of the latest value. Nothing if there is none yet, or if the writer overtook each of some
  /// attempts to copy it. Throws Error where the ring cannot be a writer's work.
  std::optional<TakenValue> Take() const;

 private:
  const SlotRing* ring_;
  size_t capacity_;
};

}  // namespace isogs
