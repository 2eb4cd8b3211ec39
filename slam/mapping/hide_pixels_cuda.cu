// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/cuda/kernel.h"
#include "slam/mapping/hide_pixels_cuda.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;

/// A thread a pixel.
__global__ void __launch_bounds__(kThreads)
    HideKernel(const float* planes, FrameView frame, const uint8_t* hidden, float* color, float* depth_m) {
  const int64_t pixel = GlobalThread();
  if (pixel < int64_t{frame.width} * frame.height) HidePixel(planes, frame, hidden, pixel, color, depth_m);
}

class PixelHiderCuda : public PixelHider {
 public:
  explicit PixelHiderCuda(Stream stream) : stream_(stream) {}

  void Hide(const float* planes, const FrameView& frame, const uint8_t* hidden, float* color,
            float* depth_m) override {
    Launch(stream_, BlocksFor(int64_t{frame.width} * frame.height, kThreads), kThreads, HideKernel, planes,
           frame, hidden, color, depth_m);
  }

 private:
  Stream stream_;
};

}  // namespace

std::unique_ptr<PixelHider> MakePixelHiderCuda(cuda::Stream stream) {
  return std::make_unique<PixelHiderCuda>(stream);
}

}  // namespace isogs
