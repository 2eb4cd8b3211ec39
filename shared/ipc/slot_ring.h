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

/// One writer, any number of readers; nobody ever waits. Values are numbered from 1. Of s slots, value n lies
/// in slot n % s, whose sequence number is 2n - 1 while it is being written and 2n after; then `latest`
/// becomes n. So the writer never touches the latest slot, nor the s - 2 before it, and a reader that finds
/// 2n both before and after its copy has the whole value n. A writer killed at any instruction leaves
/// `latest` at a whole value: nothing needs repair, and readers leave no trace at all.
///
/// This is the protocol alone, on any memory that both sides see; it starts zeroed.
struct SlotRing {
  /// For readers of the latest value only: one to read, one to write, and one between.
  static constexpr size_t kFewestSlots = 3;
  static constexpr size_t kMostSlots = 4096;

  struct alignas(64) Slot {
    SharedWord sequence;
    SharedWord bytes;
    SharedWord checksum;  // 0: none
  };

  alignas(64) SharedWord latest;  // 0: nothing yet

  /// Memory for slots of `capacity` bytes, a multiple of 64.
  static constexpr size_t BytesFor(size_t capacity, size_t slots = kFewestSlots) {
    return sizeof(SlotRing) + slots * (sizeof(Slot) + capacity);
  }
};

/// How a ring's memory is divided.
struct RingShape {
  size_t capacity = 0;  ///< bytes of a slot, a multiple of 64
  size_t slots = SlotRing::kFewestSlots;

  size_t bytes() const { return SlotRing::BytesFor(capacity, slots); }
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
  /// `memory`: shape.bytes(), aligned to 64.
  SlotRingWriter(void* memory, const RingShape& shape, bool checksums)
      : ring_(static_cast<SlotRing*>(memory)), shape_(shape), checksums_(checksums) {}

  size_t capacity() const { return shape_.capacity; }
  /// Publishes value `number`, larger than any before, of `bytes` <= capacity. If `fill` throws, nothing was
  /// published.
  void Publish(uint64_t number, size_t bytes, const PayloadFill& fill);

 private:
  SlotRing* ring_;
  RingShape shape_;
  bool checksums_;
};

/// A value taken out of a ring.
struct TakenValue {
  uint64_t number = 0;
  PayloadBuffer payload;
};

class SlotRingReader {
 public:
  SlotRingReader(const void* memory, const RingShape& shape)
      : ring_(static_cast<const SlotRing*>(memory)), shape_(shape) {}

  /// Whether there is a value other than `number`.
  bool HasNew(uint64_t number) const { return ring_->latest.load(std::memory_order_acquire) != number; }
  /// A copy of the latest value. Nothing if there is none yet, or if the writer overtook each of some
  /// attempts to copy it. Throws Error where the ring cannot be a writer's work.
  std::optional<TakenValue> Take() const;
  /// A copy of the oldest value after `number` that is not overwritten yet. Else as Take.
  std::optional<TakenValue> TakeAfter(uint64_t number) const;

 private:
  /// The oldest value after `after` that the writer stays away from while `latest` is the latest.
  uint64_t OldestAfter(uint64_t after, uint64_t latest) const;
  /// Nothing if the writer was there meanwhile.
  std::optional<TakenValue> Copy(uint64_t number) const;
  [[noreturn]] void ThrowBadSlot(uint64_t number) const;

  const SlotRing* ring_;
  RingShape shape_;
};

}  // namespace isogs
