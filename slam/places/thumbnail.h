// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/image/image.h"

namespace isogs {

/// A frame so small that views from nearly the same place look alike.
struct Thumbnail {
  static constexpr int kWidth = 40, kHeight = 30;  // whatever the frame's aspect

  Image<float> color;    // [3,30,40], means over blocks of pixels
  Image<float> depth_m;  // [1,30,40], means of what was measured; 0 where less than half was
};

/// Of colours [3,H,W] in 0..1 and depth [1,H,W]. The same bit for bit on any number of threads.
Thumbnail MakeThumbnail(const Image<float>& color, const Image<float>& depth_m);

}  // namespace isogs
