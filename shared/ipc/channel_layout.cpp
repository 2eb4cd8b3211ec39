// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/channel_layout.h"

#include <algorithm>
#include <ctime>
#include <limits>

#include "shared/core/error.h"
#include "shared/ipc/fault_point.h"

namespace isogs {
namespace {

constexpr auto kRelease = std::memory_order_release;
constexpr auto kAcquire = std::memory_order_acquire;

[[noreturn]] void Throw(const std::string& name, const std::string& found, const std::string& expected) {
  throw Error("shared memory " + name + ": found " + found + ", expected " + expected);
}

void CheckLayoutVersion(uint64_t version, const std::string& name) {
  if (version == kChannelLayoutVersion) return;
  Throw(name, "layout version " + std::to_string(version),
        std::to_string(kChannelLayoutVersion) + "; all processes of a run must be of one IsoGS");
}

/// `room`: for slots, in bytes.
void CheckShape(const RingShape& shape, size_t room, const std::string& name) {
  if (shape.slots < SlotRing::kFewestSlots || shape.slots > SlotRing::kMostSlots) {
    Throw(name, std::to_string(shape.slots) + " slots",
          std::to_string(SlotRing::kFewestSlots) + " to " + std::to_string(SlotRing::kMostSlots));
  }
  const size_t largest = room / shape.slots - std::min(room / shape.slots, sizeof(SlotRing::Slot));
  if (shape.capacity > largest || shape.capacity % 64 != 0) {
    Throw(name, "slots of " + std::to_string(shape.capacity) + " bytes",
          "a multiple of 64, at most " + std::to_string(largest));
  }
}

}  // namespace

SharedSegment CreateControl(const std::string& name, const ControlFacts& facts) {
  const std::string path = facts.run_directory.string();
  if (path.size() > ControlBlock::kMaxPath) {
    throw Error("run directory " + path + ": its path has " + std::to_string(path.size()) +
                " bytes, expected at most " + std::to_string(ControlBlock::kMaxPath));
  }
  SharedSegment segment = SharedSegment::Create(name, sizeof(ControlBlock));
  FaultPoint("control made");
  auto* const block = static_cast<ControlBlock*>(segment.data());
  block->layout_version.store(kChannelLayoutVersion, kRelease);
  block->payload_version.store(facts.payload_version, kRelease);
  block->epoch.store(facts.epoch, kRelease);
  block->heartbeat_ns.store(static_cast<uint64_t>(MonotonicNs()), kRelease);
  block->process_id.store(static_cast<uint64_t>(facts.process_id), kRelease);
  block->path_bytes.store(path.size(), kRelease);
  StoreWords(block->path, path.data(), path.size());
  FaultPoint("control filled");
  block->magic.store(ControlBlock::kMagic, kRelease);
  FaultPoint("control ready");
  return segment;
}

std::optional<ControlFacts> ReadControl(const SharedSegment& segment, const std::string& name) {
  if (segment.size() == 0) return std::nullopt;
  if (segment.size() < sizeof(ControlBlock)) {
    Throw(name, std::to_string(segment.size()) + " bytes", std::to_string(sizeof(ControlBlock)));
  }
  const auto* const block = static_cast<const ControlBlock*>(segment.data());
  const uint64_t magic = block->magic.load(kAcquire);
  if (magic == 0) return std::nullopt;
  if (magic != ControlBlock::kMagic) Throw(name, "something else", "a control segment of IsoGS");
  CheckLayoutVersion(block->layout_version.load(kAcquire), name);
  ControlFacts facts;
  facts.payload_version = block->payload_version.load(kAcquire);
  facts.epoch = block->epoch.load(kAcquire);
  if (facts.epoch == 0) Throw(name, "epoch 0", "another number");
  facts.process_id = static_cast<int64_t>(block->process_id.load(kAcquire));
  const uint64_t path_bytes = block->path_bytes.load(kAcquire);
  if (path_bytes > ControlBlock::kMaxPath) {
    Throw(name, "a path of " + std::to_string(path_bytes) + " bytes",
          "at most " + std::to_string(ControlBlock::kMaxPath));
  }
  std::string path(path_bytes, '\0');
  LoadWords(block->path, path.data(), path_bytes);
  facts.run_directory = path;
  return facts;
}

SharedSegment CreateData(const std::string& name, uint64_t epoch, uint64_t generation,
                         const RingShape& shape) {
  SharedSegment segment = SharedSegment::Create(name, sizeof(DataBlock) + shape.bytes());
  FaultPoint("data made");
  auto* const block = static_cast<DataBlock*>(segment.data());
  block->layout_version.store(kChannelLayoutVersion, kRelease);
  block->epoch.store(epoch, kRelease);
  block->generation.store(generation, kRelease);
  block->capacity.store(shape.capacity, kRelease);
  block->slots.store(shape.slots, kRelease);
  block->magic.store(DataBlock::kMagic, kRelease);
  FaultPoint("data ready");
  return segment;
}

DataFacts ReadData(const SharedSegment& segment, const std::string& name) {
  constexpr size_t kLeast = sizeof(DataBlock) + SlotRing::BytesFor(0);
  if (segment.size() < kLeast) {
    Throw(name, std::to_string(segment.size()) + " bytes", "at least " + std::to_string(kLeast));
  }
  const auto* const block = static_cast<const DataBlock*>(segment.data());
  if (block->magic.load(kAcquire) != DataBlock::kMagic)
    Throw(name, "something else", "a data segment of IsoGS");
  CheckLayoutVersion(block->layout_version.load(kAcquire), name);
  const DataFacts facts{block->epoch.load(kAcquire),
                        block->generation.load(kAcquire),
                        {block->capacity.load(kAcquire), block->slots.load(kAcquire)}};
  CheckShape(facts.shape, segment.size() - sizeof(DataBlock) - sizeof(SlotRing), name);
  return facts;
}

int64_t MonotonicNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace isogs
