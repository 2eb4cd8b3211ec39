// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/checkpoint_writer.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

#include "shared/core/out_of_memory.h"
#include "shared/profile/stage.h"

namespace isogs {

CheckpointWriter::CheckpointWriter(CheckpointStore store, std::function<void()> before_write)
    : store_(std::move(store)), before_write_(std::move(before_write)) {}

SlamState* CheckpointWriter::Buffer() { return job_.IsIdle() ? &state_ : nullptr; }

void CheckpointWriter::Start() {
  job_.Start([this] { failed_ = !TryWrite(); });
}

bool CheckpointWriter::Wait() {
  job_.WaitUntilIdle();
  return !failed_;
}

bool CheckpointWriter::TryWrite() {
  try {
    WriteNow();
    return true;
  } catch (const std::exception& error) {
    spdlog::error("no checkpoint of frame {}: {}; the run goes on", state_.params.frames.size() - 1,
                  MessageOf(error));
    return false;
  }
}

void CheckpointWriter::WriteNow() {
  const Stage stage("write checkpoint");
  const auto start = std::chrono::steady_clock::now();
  before_write_();
  const std::filesystem::path path = store_.Write(state_);
  written_frames_ = static_cast<int64_t>(state_.params.frames.size());
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  spdlog::debug("{} written in {:.0f} ms", path.string(), took.count());
}

}  // namespace isogs
