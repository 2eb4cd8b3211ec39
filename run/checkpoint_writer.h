// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "run/checkpoint_store.h"
#include "shared/core/background_job.h"

namespace isogs {

/// Writes checkpoints on a thread of its own, from a copy of the state that is made between two frames. The
/// one buffer for that copy is used again, so that a checkpoint takes the memory of one map. A write that
/// fails is logged; the checkpoints before it are as they were, and the next one tries again. All calls from
/// one thread.
class CheckpointWriter {
 public:
  /// `before_write` is called on the writing thread before every write: it brings to disk what the checkpoint
  /// relies on. Its Error counts as the checkpoint's.
  CheckpointWriter(CheckpointStore store, std::function<void()> before_write);

  /// The buffer to fill; null while the last checkpoint is still being written.
  SlamState* Buffer();
  /// Starts to write what the buffer holds.
  void Start();
  /// Waits until nothing is being written. False if the last write failed.
  bool Wait();
  /// Writes what the buffer holds, and returns when it is on disk; throws Error if it cannot be. While
  /// nothing is being written.
  void WriteNow();
  /// How many frames the last checkpoint has that was written whole; 0: none. While nothing is being written.
  int64_t written_frames() const { return written_frames_; }
  /// What the buffer holds. While nothing is being written.
  const SlamState& state() const { return state_; }

 private:
  bool TryWrite();

  CheckpointStore store_;
  std::function<void()> before_write_;
  SlamState state_;      // the job's while it is not idle
  bool failed_ = false;  // the last write; the job's, too
  int64_t written_frames_ = 0;
  BackgroundJob job_{"checkpoint"};  // last, so that it ends before what it uses
};

}  // namespace isogs
