// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/checkpoint/checkpoint_writer.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <utility>

namespace isogs {

CheckpointWriter::CheckpointWriter(CheckpointStore store, std::function<void()> before_write)
    : store_(std::move(store)),
      before_write_(std::move(before_write)),
      worker_([this](const std::stop_token& stop) { Work(stop); }) {}

CheckpointWriter::~CheckpointWriter() { Wait(); }

SlamState* CheckpointWriter::Buffer() {
  const std::lock_guard lock(mutex_);
  return writing_ ? nullptr : &state_;
}

void CheckpointWriter::Start() {
  const std::lock_guard lock(mutex_);
  writing_ = true;
  changed_.notify_all();
}

bool CheckpointWriter::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !writing_; });
  return !failed_;
}

void CheckpointWriter::Work(const std::stop_token& stop) {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return writing_; })) return;
    }
    const bool written = TryWrite();
    const std::lock_guard lock(mutex_);
    failed_ = !written;
    writing_ = false;
    changed_.notify_all();
  }
}

bool CheckpointWriter::TryWrite() {
  try {
    WriteNow();
    return true;
  } catch (const std::exception& error) {
    spdlog::error("no checkpoint of frame {}: {}; the run goes on", state_.params.frames.size() - 1,
                  error.what());
    return false;
  }
}

void CheckpointWriter::WriteNow() {
  const auto start = std::chrono::steady_clock::now();
  before_write_();
  const std::filesystem::path path = store_.Write(state_);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  spdlog::debug("{} written in {:.0f} ms", path.string(), took.count());
}

}  // namespace isogs
