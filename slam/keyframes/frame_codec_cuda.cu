// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <bit>

#include "shared/cuda/kernel.h"
#include "slam/keyframes/frame_codec_cuda.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;

/// Of a whole frame.
struct Misfits {
  unsigned colors, depths;
  unsigned largest_bits;  // of the largest depth: from 0 on floats sort as their bits do
};

/// A thread a pixel.
__global__ void __launch_bounds__(kThreads)
    FindMisfitsKernel(FrameView frame, int64_t pixels, float units_per_m, Misfits* misfits) {
  const int64_t pixel = GlobalThread();
  if (pixel >= pixels) return;
  const float depth_m = frame.depth_m[pixel];
  if (!encoding::FitsBytes(frame, pixels, pixel)) misfits->colors = 1;
  if (!encoding::FitsDepth(depth_m, units_per_m)) misfits->depths = 1;
  if (depth_m > 0.0f) atomicMax(&misfits->largest_bits, std::bit_cast<unsigned>(depth_m));
}

/// A thread a pixel.
__global__ void __launch_bounds__(kThreads) EncodeKernel(FrameView frame, EncodedFrame to) {
  const int64_t pixel = GlobalThread();
  if (pixel >= to.pixels) return;
  encoding::EncodeColor(frame, pixel, to);
  encoding::EncodeDepth(frame, pixel, to);
}

/// A thread a pixel.
__global__ void __launch_bounds__(kThreads) DecodeKernel(EncodedFrame from, float* color, float* depth_m) {
  const int64_t pixel = GlobalThread();
  if (pixel >= from.pixels) return;
  encoding::DecodeColor(from, pixel, color);
  encoding::DecodeDepth(from, pixel, depth_m);
}

class FrameCodecCuda : public FrameCodec {
 public:
  explicit FrameCodecCuda(Stream stream) : stream_(stream) {}

  FrameEncoding Choose(const FrameView& frame, float dataset_units_per_m) override {
    const int64_t pixels = int64_t{frame.width} * frame.height;
    Misfits found{};
    misfits_.Reserve(1);
    FillZero(stream_, misfits_.data(), sizeof found);
    Launch(stream_, BlocksFor(pixels, kThreads), kThreads, FindMisfitsKernel, frame, pixels,
           dataset_units_per_m, misfits_.data());
    CopyToHost(stream_, &found, misfits_.data(), sizeof found);
    return EncodingFor({found.colors == 0, found.depths == 0, std::bit_cast<float>(found.largest_bits)},
                       dataset_units_per_m);
  }
  void Encode(const FrameView& frame, const EncodedFrame& to) override {
    Launch(stream_, BlocksFor(to.pixels, kThreads), kThreads, EncodeKernel, frame, to);
  }
  void Decode(const EncodedFrame& from, float* color, float* depth_m) override {
    Launch(stream_, BlocksFor(from.pixels, kThreads), kThreads, DecodeKernel, from, color, depth_m);
  }

 private:
  Stream stream_;
  DeviceArray<Misfits> misfits_{"keyframes"};
};

}  // namespace

std::unique_ptr<FrameCodec> MakeFrameCodecCuda(cuda::Stream stream) {
  return std::make_unique<FrameCodecCuda>(stream);
}

}  // namespace isogs
