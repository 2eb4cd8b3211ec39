// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "shared/types/hidden_cells.h"
#include "slam/device/frame_view.h"

namespace isogs {

/// Shows a frame as if it said nothing about hidden pixels: their depth is invalid, and their colour what the
/// map shows there, so that no loss moves it.
class PixelHider {
 public:
  virtual ~PixelHider() = default;

  /// `planes` [5,H,W] is the map seen from the frame, `hidden` [cells] of HiddenCells on the back end's
  /// device. Writes `color` [3,H,W] and `depth_m` [H,W], which may be the frame's own.
  virtual void Hide(const float* planes, const FrameView& frame, const uint8_t* hidden, float* color,
                    float* depth_m) = 0;
};

/// One pixel of it, for kernels on any device.
ISOGS_HD inline void HidePixel(const float* planes, const FrameView& frame, const uint8_t* hidden,
                               int64_t pixel, float* color, float* depth_m) {
  const int64_t size = int64_t{frame.width} * frame.height;
  const auto x = static_cast<int>(pixel % frame.width), y = static_cast<int>(pixel / frame.width);
  const bool is_hidden = hidden[HiddenCells(frame.width, frame.height).At(x, y)] != 0;
  for (int64_t i = pixel; i < 3 * size; i += size) color[i] = is_hidden ? planes[i] : frame.color[i];
  depth_m[pixel] = is_hidden ? 0.0f : frame.depth_m[pixel];
}

}  // namespace isogs
