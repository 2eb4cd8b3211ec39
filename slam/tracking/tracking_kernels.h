// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/device/device_memory.h"
#include "slam/losses/image_loss.h"
#include "slam/rendering/rasterizer.h"
#include "slam/tracking/frame_aligner.h"

namespace isogs {

/// What tracking needs of a back end, which must outlive it.
struct TrackingKernels {
  MemoryKind memory;
  Rasterizer& rasterizer;
  ImageLoss& loss;
  FrameAligner& aligner;
};

}  // namespace isogs
