// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/types/exposure.h"
#include "slam/device/frame_view.h"

namespace isogs {

/// Finds how brightly a frame was exposed beside the map, and shows it as the map would (docs/method.md,
/// "Exposure").
class ExposureFitter {
 public:
  virtual ~ExposureFitter() = default;

  /// The exposure of `frame` whose view of the map is `planes` [5,H,W]; `guess` where both share too little
  /// to tell. Waits for the device.
  virtual Exposure Fit(const float* planes, const FrameView& frame, const Exposure& guess) = 0;
  /// Writes the frame's colours in the map's exposure to `color` [3,H,W], which may be the frame's own.
  virtual void Remove(const FrameView& frame, const Exposure& exposure, float* color) = 0;
};

}  // namespace isogs
