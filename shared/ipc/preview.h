// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "shared/image/image.h"
#include "shared/ipc/payload_buffer.h"
#include "shared/ipc/session.h"
#include "shared/ipc/slot_ring.h"

namespace isogs {

/// A picture of what SLAM works on: input, render and depth side by side.
struct Preview {
  static constexpr Channel kChannel = Channel::kPreview;
  static constexpr uint64_t kPayloadVersion = 1;
  static constexpr int kMaxWidth = 640;
  static constexpr int kMaxHeight = 4096;

  int64_t frame = -1;    ///< its position in the run
  int64_t stamp_ns = 0;  ///< MonotonicNs when it was made
  Image<uint8_t> image;  ///< [3,H,W] RGB, at most kMaxWidth wide and kMaxHeight high

  size_t EncodedBytes() const;
  void Encode(PayloadSink& sink) const;
  static Preview Decode(PayloadBuffer payload);
};

}  // namespace isogs
