// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/channel_writer.h"

#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/channel_layout.h"
#include "shared/ipc/fault_point.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

uint64_t NewEpoch() {
  std::random_device random;
  uint64_t epoch = 0;
  while (epoch == 0) epoch = (uint64_t{random()} << 32) | random();
  return epoch;
}

size_t RoundedUp(size_t bytes) { return (bytes + 63) / 64 * 64; }

/// So that a value that grows slowly does not need a new segment every time.
size_t WithRoomToGrow(size_t bytes) { return RoundedUp(bytes + bytes / 2); }

ControlBlock& BlockOf(SharedSegment& control) { return *static_cast<ControlBlock*>(control.data()); }

}  // namespace

void RemoveChannel(const std::string& session, Channel channel) {
  const std::string control = SegmentName{session, channel, {}}.ToString();
  // The control segment last: it tells whose the others are.
  for (const std::string& name : ListSegments(control + ".")) RemoveSegment(name);
  FaultPoint("data removed");
  RemoveSegment(control);
  FaultPoint("control removed");
}

ChannelWriter::ChannelWriter(const RoleLock& lock, Channel channel, const ChannelOptions& options)
    : name_{SessionName(lock.run_directory()), channel, {}}, options_(options), epoch_(NewEpoch()) {
  assert(lock.role() == WriterOf(channel));
  options_.checksums |= ChecksumsAreWanted();
  control_name_ = name_.ToString();
  RemoveChannel(name_.session, channel);
  control_ = CreateControl(
      control_name_, {options.payload_version, epoch_, getpid(), fs::weakly_canonical(lock.run_directory())});
}

ChannelWriter::~ChannelWriter() {
  if (!leave_behind_) RemoveChannel(name_.session, name_.channel);
}

uint64_t ChannelWriter::Publish(size_t bytes, const PayloadFill& fill) {
  if (!data_ || bytes > data_->ring.capacity()) {
    Replace(bytes, fill);
  } else {
    data_->ring.Publish(number_ + 1, bytes, fill);
  }
  Beat();
  return ++number_;
}

uint64_t ChannelWriter::Publish(const void* value, size_t bytes) {
  return Publish(bytes, [&](PayloadSink& sink) { sink.Write(0, value, bytes); });
}

void ChannelWriter::Beat() {
  BlockOf(*control_).heartbeat_ns.store(static_cast<uint64_t>(MonotonicNs()), std::memory_order_release);
}

ChannelWriter::Data ChannelWriter::MakeData(size_t bytes) const {
  SegmentName name = name_;
  name.generation = generation_ + 1;
  const std::string text = name.ToString();
  const auto make = [&](size_t capacity) {
    const RingShape shape{capacity, options_.slots};
    SharedSegment segment = CreateData(text, epoch_, generation_ + 1, shape);
    void* const ring = RingOf(segment);
    return Data{text, std::move(segment), SlotRingWriter(ring, shape, options_.checksums)};
  };
  if (bytes <= options_.first_capacity) return make(RoundedUp(options_.first_capacity));
  try {
    return make(WithRoomToGrow(bytes));
  } catch (const Error&) {
    return make(RoundedUp(bytes));
  }
}

void ChannelWriter::Replace(size_t bytes, const PayloadFill& fill) {
  Data next = MakeData(bytes);
  try {
    next.ring.Publish(number_ + 1, bytes, fill);
  } catch (...) {
    RemoveSegment(next.name);
    throw;
  }
  BlockOf(*control_).generation.store(++generation_, std::memory_order_release);
  FaultPoint("generation published");
  if (data_) RemoveSegment(data_->name);
  data_ = std::move(next);
  FaultPoint("old data removed");
}

}  // namespace isogs
