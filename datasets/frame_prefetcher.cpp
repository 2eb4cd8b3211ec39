// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/frame_prefetcher.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/thread_name.h"
#include "shared/profile/stage.h"

namespace isogs {
namespace {

std::string WhatOf(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return MessageOf(exception);
  }
}

}  // namespace

std::vector<int64_t> FrameIndices(int64_t frame_count, int64_t start, int64_t count, int64_t stride) {
  if (start < 0 || start >= frame_count) {
    throw UsageError("start: found " + std::to_string(start) + ", expected 0 to " +
                     std::to_string(frame_count - 1) + ", the data set's frames");
  }
  std::vector<int64_t> indices;
  for (int64_t index = start; index < frame_count; index += stride) {
    if (count > 0 && static_cast<int64_t>(indices.size()) == count) break;
    indices.push_back(index);
  }
  return indices;
}

int FramesToReadAhead(int wanted, const Camera& camera) {
  constexpr int64_t kBytes = 32 << 20;
  const int64_t frame_bytes = int64_t{camera.width} * camera.height * 4 * static_cast<int64_t>(sizeof(float));
  return static_cast<int>(std::clamp<int64_t>(kBytes / std::max<int64_t>(frame_bytes, 1), 1, wanted));
}

FramePrefetcher::FramePrefetcher(const Dataset& dataset, std::vector<int64_t> indices, int ahead,
                                 BadFrame on_bad_frame, bool needs_one)
    : dataset_(dataset),
      indices_(std::move(indices)),
      ahead_(static_cast<size_t>(std::max(ahead, 1))),
      on_bad_frame_(on_bad_frame),
      needs_one_(needs_one),
      reader_([this](const std::stop_token& stop) { ReadAhead(stop); }) {}

FramePrefetcher::~FramePrefetcher() = default;

std::optional<Frame> FramePrefetcher::Next() {
  while (std::optional<Result> result = Take()) {
    if (!result->error) return std::move(result->frame);
    if (on_bad_frame_ == BadFrame::kStop) std::rethrow_exception(result->error);
    Skip(*result);
  }
  const bool none_was_good = bad_frames_ > 0 && bad_frames_ == static_cast<int64_t>(indices_.size());
  if (none_was_good && needs_one_) std::rethrow_exception(first_error_);
  return std::nullopt;
}

void FramePrefetcher::ReadAhead(const std::stop_token& stop) {
  NameThisThread("frame reading");
  try {
    ReadAll(stop);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    end_ = std::current_exception();
    changed_.notify_all();
  }
}

void FramePrefetcher::ReadAll(const std::stop_token& stop) {
  for (const int64_t index : indices_) {
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return ready_.size() < ahead_; })) return;
    }
    if (stop.stop_requested()) return;
    Result result = ReadOne(index);
    const std::lock_guard lock(mutex_);
    ready_.push_back(std::move(result));
    changed_.notify_all();
  }
}

FramePrefetcher::Result FramePrefetcher::ReadOne(int64_t index) const {
  const Stage stage("read frame");
  Result result;
  result.index = index;
  try {
    result.frame = WithMemoryFor([&] { return "frame " + std::to_string(index) + " of the data set"; },
                                 [&] { return dataset_.Read(index); });
  } catch (const OutOfMemory&) {
    throw;
  } catch (const std::exception&) {
    result.error = std::current_exception();
  }
  return result;
}

std::optional<FramePrefetcher::Result> FramePrefetcher::Take() {
  if (taken_ == indices_.size()) return std::nullopt;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !ready_.empty() || end_ != nullptr; });
  if (ready_.empty()) std::rethrow_exception(end_);
  Result result = std::move(ready_.front());
  ready_.pop_front();
  ++taken_;
  changed_.notify_all();
  return result;
}

void FramePrefetcher::Skip(const Result& bad) {
  spdlog::warn("frame {} left out: {}", bad.index, WhatOf(bad.error));
  ++bad_frames_;
  if (!first_error_) first_error_ = bad.error;
}

}  // namespace isogs
