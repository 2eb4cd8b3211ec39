// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "shared/core/error.h"
#include "shared/ipc/channel_reader.h"
#include "shared/ipc/channel_writer.h"
#include "shared/ipc/payload_codec.h"

namespace isogs {

// Channels of typed values: Status, GaussianSnapshot (written as SnapshotSource), Preview, LiveMesh,
// CameraFrame. Such a type has kChannel and kPayloadVersion; to be written EncodedBytes and Encode; to be
// read a static Decode that throws Error for anything that a writer would not write.

/// Publishes values for the readers of a run. See ChannelWriter.
template <typename Value>
class Publisher {
 public:
  /// `checksums`: for tests.
  explicit Publisher(const RoleLock& lock, bool checksums = false)
      : writer_(lock, Value::kChannel, {.payload_version = Value::kPayloadVersion, .checksums = checksums}) {}
  /// Keeps the values before the latest, too, `slots` - 1 in all, of up to `first_capacity` bytes each.
  Publisher(const RoleLock& lock, size_t slots, size_t first_capacity)
      : writer_(
            lock, Value::kChannel,
            {.payload_version = Value::kPayloadVersion, .first_capacity = first_capacity, .slots = slots}) {}

  uint64_t Publish(const Value& value) {
    return writer_.Publish(value.EncodedBytes(), [&](PayloadSink& sink) { value.Encode(sink); });
  }
  ChannelWriter& writer() { return writer_; }

 private:
  ChannelWriter writer_;
};

template <typename Value>
struct Received {
  Value value;
  uint64_t epoch = 0;      ///< names the writer
  uint64_t number = 0;     ///< counts the writer's values, from 1
  bool new_epoch = false;  ///< first from this writer: what came from another no longer holds
};

/// Receives the latest value. See ChannelReader.
template <typename Value>
class Subscriber {
 public:
  explicit Subscriber(std::filesystem::path run_directory)
      : reader_(std::move(run_directory), Value::kChannel, Value::kPayloadVersion) {}

  /// The latest value, if it has not been taken yet. Never waits. Throws Error for what cannot be used; the
  /// next value may do again.
  std::optional<Received<Value>> TakeLatest() { return Decoded(reader_.TakeLatest()); }
  /// The oldest that has not been taken and is still kept. Else as TakeLatest.
  std::optional<Received<Value>> TakeNext() { return Decoded(reader_.TakeNext()); }
  bool WriterIsAlive() const { return reader_.WriterIsAlive(); }
  std::optional<std::chrono::nanoseconds> HeartbeatAge() const { return reader_.HeartbeatAge(); }

 private:
  static std::optional<Received<Value>> Decoded(std::optional<ChannelValue> taken) {
    if (!taken) return std::nullopt;
    try {
      return Received<Value>{Value::Decode(std::move(taken->payload)), taken->epoch, taken->number,
                             taken->new_epoch};
    } catch (const Error& error) {
      throw Error(std::string("shared memory, ") + ToString(Value::kChannel) + ": " + error.what());
    }
  }

  ChannelReader reader_;
};

}  // namespace isogs
