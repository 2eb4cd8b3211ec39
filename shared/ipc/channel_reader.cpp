// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/ipc/channel_reader.h"

#include <algorithm>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/channel_layout.h"

namespace isogs {
namespace {

/// A writer that replaces its segments, or a new writer, may get in between a few times, not for long.
constexpr int kAttempts = 10;

const ControlBlock& BlockOf(const SharedSegment& control) {
  return *static_cast<const ControlBlock*>(control.data());
}

}  // namespace

ChannelReader::ChannelReader(std::filesystem::path run_directory, Channel channel, uint64_t payload_version)
    : run_directory_(std::move(run_directory)),
      name_{SessionName(run_directory_), channel, {}},
      control_name_(name_.ToString()),
      payload_version_(payload_version) {}

std::optional<ChannelValue> ChannelReader::Take(Which which) {
  try {
    for (int i = 0; i < kAttempts; ++i) {
      if (!control_ && !OpenControl()) return std::nullopt;
      std::optional<ChannelValue> value;
      const bool had_ended = control_->IsRemoved();  // before looking: all that will ever come is there
      const Outcome outcome = TakeFromOpen(which, value);
      if (outcome == Outcome::kTaken) return value;
      if (had_ended) {
        Drop();
      } else if (outcome == Outcome::kNothingNew) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  } catch (...) {
    Drop();
    throw;
  }
}

bool ChannelReader::OpenControl() {
  std::optional<SharedSegment> control = SharedSegment::OpenReadOnly(control_name_);
  if (!control) return false;
  const std::optional<ControlFacts> facts = ReadControl(*control, control_name_);
  if (!facts) return false;
  if (facts->payload_version != payload_version_) {
    throw Error("shared memory " + control_name_ + ": found values of version " +
                std::to_string(facts->payload_version) + ", expected " + std::to_string(payload_version_) +
                "; all processes of a run must be of one IsoGS");
  }
  control_ = std::move(control);
  epoch_ = facts->epoch;
  return true;
}

/// False: it is gone, or another writer's.
bool ChannelReader::OpenData(uint64_t generation) {
  if (data_ && generation_ == generation) return true;
  SegmentName name = name_;
  name.generation = generation;
  data_ = SharedSegment::OpenReadOnly(name.ToString());
  if (!data_) return false;
  const DataFacts facts = ReadData(*data_, name.ToString());
  if (facts.epoch != epoch_ || facts.generation != generation) {
    data_.reset();
    if (control_->IsRemoved()) return false;
    throw Error("shared memory " + name.ToString() + ": belongs to another writer than " + control_name_);
  }
  generation_ = generation;
  shape_ = facts.shape;
  return true;
}

ChannelReader::Outcome ChannelReader::TakeFromOpen(Which which, std::optional<ChannelValue>& value) {
  if (!control_->IsWhole()) throw Error("shared memory " + control_name_ + ": was cut off");
  const uint64_t generation = BlockOf(*control_).generation.load(std::memory_order_acquire);
  if (generation == 0) return Outcome::kNothingNew;
  if (!OpenData(generation)) return Outcome::kTryAgain;
  const SlotRingReader ring(RingOf(std::as_const(*data_)), shape_);
  if (!data_->IsWhole()) throw Error("shared memory " + control_name_ + ": its data were cut off");
  if (!ring.HasNew(number_)) return Outcome::kNothingNew;
  std::optional<TakenValue> taken;
  try {
    taken = which == Which::kLatest ? ring.Take() : ring.TakeAfter(number_);
  } catch (const Error& error) {
    throw Error("shared memory " + control_name_ + ": " + error.what());
  }
  if (!taken) return Outcome::kTryAgain;
  number_ = taken->number;
  value = ChannelValue{epoch_, taken->number, epoch_ != last_epoch_, std::move(taken->payload)};
  last_epoch_ = epoch_;
  return Outcome::kTaken;
}

void ChannelReader::Drop() {
  data_.reset();
  control_.reset();
  generation_ = 0;
  number_ = 0;
}

bool ChannelReader::WriterIsAlive() const {
  return FindRoleHolder(run_directory_, WriterOf(name_.channel)).has_value();
}

std::optional<std::chrono::nanoseconds> ChannelReader::HeartbeatAge() const {
  if (!control_ || !control_->IsWhole()) return std::nullopt;
  const uint64_t beat = BlockOf(*control_).heartbeat_ns.load(std::memory_order_acquire);
  const auto age = static_cast<int64_t>(static_cast<uint64_t>(MonotonicNs()) - beat);
  return std::chrono::nanoseconds(std::max<int64_t>(0, age));
}

}  // namespace isogs
