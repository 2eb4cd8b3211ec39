// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

/// A frame as a back end sees it: raw planes on its device.
struct FrameView {
  int width = 0;
  int height = 0;
  const float* color = nullptr;    // [3,H,W]
  const float* depth_m = nullptr;  // [H,W], 0 = invalid
};

}  // namespace isogs
