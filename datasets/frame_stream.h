// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "shared/types/frame.h"

namespace isogs {

/// Frames one after the other, for one thread.
class FrameStream {
 public:
  virtual ~FrameStream() = default;

  /// The next good frame; nothing after the last.
  virtual std::optional<Frame> Next() = 0;
  /// Frames left out so far because they could not be read.
  virtual int64_t bad_frames() const = 0;
  /// Frames of a camera that came and that nobody had time for.
  virtual int64_t dropped_frames() const { return 0; }
  /// Ends a Next that waits, on another thread, for what may never come: it, and all later ones, give
  /// nothing.
  virtual void Stop() {}
};

}  // namespace isogs
