// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/frame_stream.h"

namespace isogs {

/// Indices start, start + stride, ... of a data set of `frame_count` frames, at most `count` (0: all). Throws
/// UsageError if `start` lies beyond the end.
std::vector<int64_t> FrameIndices(int64_t frame_count, int64_t start, int64_t count, int64_t stride);

/// How many frames are decoded ahead: `wanted`, or fewer, at least one, where these take more than 32 MiB.
int FramesToReadAhead(int wanted, const Camera& camera);

/// Reads frames in a given order on a thread of its own, at most `ahead` in advance of the consumer.
///
/// A frame that cannot be read is handled as `on_bad_frame` says: with kSkip it is logged as a warning,
/// counted and left out, with kStop its error is thrown from Next. If no frame at all could be read, the end
/// of the sequence throws the first error in either case; not so where `needs_one` is false. That there is no
/// memory for a frame is no fault of the frame: Next throws OutOfMemory.
///
/// Next and bad_frames belong to one consumer thread. The data set must outlive the prefetcher, which may be
/// destroyed at any time: it finishes the frame it is reading and ends.
class FramePrefetcher : public FrameStream {
 public:
  FramePrefetcher(const Dataset& dataset, std::vector<int64_t> indices, int ahead,
                  BadFrame on_bad_frame = BadFrame::kSkip, bool needs_one = true);
  ~FramePrefetcher() override;
  FramePrefetcher(const FramePrefetcher&) = delete;
  FramePrefetcher& operator=(const FramePrefetcher&) = delete;

  std::optional<Frame> Next() override;
  int64_t bad_frames() const override { return bad_frames_; }

 private:
  /// A frame, or why there is none.
  struct Result {
    int64_t index = 0;
    Frame frame;
    std::exception_ptr error;
  };

  void ReadAhead(const std::stop_token& stop);
  void ReadAll(const std::stop_token& stop);
  Result ReadOne(int64_t index) const;
  std::optional<Result> Take();
  void Skip(const Result& bad);

  const Dataset& dataset_;
  const std::vector<int64_t> indices_;
  const size_t ahead_;
  const BadFrame on_bad_frame_;
  const bool needs_one_;

  // The consumer's.
  size_t taken_ = 0;
  int64_t bad_frames_ = 0;
  std::exception_ptr first_error_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Result> ready_;  // guarded by mutex_
  std::exception_ptr end_;    // guarded by mutex_; why no more frames come

  std::jthread reader_;  // last, so that it ends before what it uses
};

}  // namespace isogs
