// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/hide_pixels_cpu.h"

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 14;

class PixelHiderCpu : public PixelHider {
 public:
  void Hide(const float* planes, const FrameView& frame, const uint8_t* hidden, float* color,
            float* depth_m) override {
    ParallelFor(int64_t{frame.width} * frame.height, kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) HidePixel(planes, frame, hidden, i, color, depth_m);
    });
  }
};

}  // namespace

std::unique_ptr<PixelHider> MakePixelHiderCpu() { return std::make_unique<PixelHiderCpu>(); }

}  // namespace isogs
