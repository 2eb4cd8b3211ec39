// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/slot_ring.h"

#include <algorithm>
#include <cassert>
#include <new>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/fault_point.h"

namespace isogs {
namespace {

constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcquire = std::memory_order_acquire;
/// A copy is overtaken only if the writer publishes two values meanwhile.
constexpr int kTakeAttempts = 8;

size_t SlotOffset(uint64_t number, const RingShape& shape) {
  return sizeof(SlotRing) + (number % shape.slots) * (sizeof(SlotRing::Slot) + shape.capacity);
}

SlotRing::Slot* SlotOf(SlotRing* ring, uint64_t number, const RingShape& shape) {
  return reinterpret_cast<SlotRing::Slot*>(reinterpret_cast<std::byte*>(ring) + SlotOffset(number, shape));
}

const SlotRing::Slot* SlotOf(const SlotRing* ring, uint64_t number, const RingShape& shape) {
  return reinterpret_cast<const SlotRing::Slot*>(reinterpret_cast<const std::byte*>(ring) +
                                                 SlotOffset(number, shape));
}

/// A sum over words, each mixed with its place, so that parts may be added in any order. Finds torn values;
/// no protection against those made on purpose.
uint64_t Checksum(const void* source, size_t bytes, size_t first_word) {
  const auto* from = static_cast<const std::byte*>(source);
  uint64_t sum = 0;
  for (size_t i = 0; i < WordsFor(bytes); ++i) {
    uint64_t word = 0;
    std::memcpy(&word, from + i * kWordBytes, std::min(kWordBytes, bytes - i * kWordBytes));
    word += (first_word + i + 1) * 0x9E3779B97F4A7C15u;
    word = (word ^ (word >> 32)) * 0xD6E8FEB86659FD93u;
    sum += word ^ (word >> 32);
  }
  return sum;
}

/// A sum may be 0 by chance, which means that there is none.
uint64_t NotZero(uint64_t sum) { return sum == 0 ? 1 : sum; }

PayloadBuffer Allocate(size_t bytes) {
  try {
    return PayloadBuffer(bytes);
  } catch (const std::bad_alloc&) {
    throw Error("out of memory for a value of " + std::to_string(bytes) + " bytes");
  }
}

}  // namespace

void PayloadSink::Write(size_t offset, const void* source, size_t bytes) {
  assert(offset % kWordBytes == 0 && offset + bytes <= bytes_);
  FaultPoint("part");
  StoreWords(words_ + offset / kWordBytes, source, bytes);
  if (with_checksum_) {
    sum_.fetch_add(Checksum(source, bytes, offset / kWordBytes), std::memory_order_relaxed);
  }
}

uint64_t PayloadSink::checksum() const {
  return with_checksum_ ? NotZero(sum_.load(std::memory_order_relaxed)) : 0;
}

void SlotRingWriter::Publish(uint64_t number, size_t bytes, const PayloadFill& fill) {
  assert(bytes <= shape_.capacity);
  SlotRing::Slot* const slot = SlotOf(ring_, number, shape_);
  slot->sequence.store(2 * number - 1, kRelease);
  FaultPoint("slot opened");
  slot->bytes.store(bytes, kRelease);
  PayloadSink sink(reinterpret_cast<SharedWord*>(slot + 1), bytes, checksums_);
  fill(sink);
  FaultPoint("value written");
  slot->checksum.store(sink.checksum(), kRelease);
  slot->sequence.store(2 * number, kRelease);
  FaultPoint("slot closed");
  ring_->latest.store(number, kRelease);
  FaultPoint("value published");
}

std::optional<TakenValue> SlotRingReader::Take() const {
  uint64_t number = ring_->latest.load(kAcquire);
  for (int i = 0; i < kTakeAttempts && number != 0; ++i) {
    if (std::optional<TakenValue> value = Copy(number)) return value;
    // The slot is written again only after more values are published, so a writer's `latest` has moved.
    const uint64_t latest = ring_->latest.load(kAcquire);
    if (latest == number) ThrowBadSlot(number);
    number = latest;
  }
  return std::nullopt;
}

std::optional<TakenValue> SlotRingReader::TakeAfter(uint64_t number) const {
  for (int i = 0; i < kTakeAttempts; ++i) {
    const uint64_t latest = ring_->latest.load(kAcquire);
    if (latest <= number) return std::nullopt;
    const uint64_t oldest = OldestAfter(number, latest);
    if (std::optional<TakenValue> value = Copy(oldest)) return value;
    if (ring_->latest.load(kAcquire) == latest) ThrowBadSlot(oldest);
  }
  return std::nullopt;
}

uint64_t SlotRingReader::OldestAfter(uint64_t after, uint64_t latest) const {
  const uint64_t kept = shape_.slots - 1;
  return std::max(after + 1, latest < kept ? 1 : latest - kept + 1);
}

std::optional<TakenValue> SlotRingReader::Copy(uint64_t number) const {
  const SlotRing::Slot* const slot = SlotOf(ring_, number, shape_);
  const uint64_t before = slot->sequence.load(kAcquire);
  const uint64_t bytes = slot->bytes.load(kAcquire);
  const uint64_t checksum = slot->checksum.load(kAcquire);
  if (before != 2 * number || bytes > shape_.capacity) return std::nullopt;
  TakenValue value{number, Allocate(bytes)};
  LoadWords(reinterpret_cast<const SharedWord*>(slot + 1), value.payload.data(), bytes);
  if (slot->sequence.load(kAcquire) != before) return std::nullopt;
  if (checksum != 0 && checksum != NotZero(Checksum(value.payload.data(), bytes, 0))) {
    throw Error("value " + std::to_string(number) + " does not have the checksum it was written with");
  }
  return value;
}

void SlotRingReader::ThrowBadSlot(uint64_t number) const {
  const SlotRing::Slot* const slot = SlotOf(ring_, number, shape_);
  throw Error("slot of value " + std::to_string(number) + " holds sequence number " +
              std::to_string(slot->sequence.load(kAcquire)) + " and " +
              std::to_string(slot->bytes.load(kAcquire)) + " bytes, expected " + std::to_string(2 * number) +
              " and at most " + std::to_string(shape_.capacity));
}

}  // namespace isogs
