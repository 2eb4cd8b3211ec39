// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "slam/keyframes/frame_encoding.h"

namespace isogs {

/// Brings frames into the form that keyframes are stored in, and back. All pointers are memory of the back
/// end's device.
class FrameCodec {
 public:
  virtual ~FrameCodec() = default;

  /// What fits `frame`; see EncodingFor. Waits for the device.
  virtual FrameEncoding Choose(const FrameView& frame, float dataset_units_per_m) = 0;
  /// `to`: memory of ByteCount() bytes.
  virtual void Encode(const FrameView& frame, const EncodedFrame& to) = 0;
  /// `color` [3,H,W]; `depth_m` [H,W], 0 = invalid.
  virtual void Decode(const EncodedFrame& from, float* color, float* depth_m) = 0;
};

}  // namespace isogs
