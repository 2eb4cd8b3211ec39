// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "shared/cuda/kernel.h"
#include "slam/mapping/move_gaussians_cuda.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;

/// A thread a Gaussian.
__global__ void __launch_bounds__(kThreads)
    MoveKernel(const FrameMotion* motions, int64_t frames, const float* timesteps, MutableGaussians map) {
  const int64_t i = GlobalThread();
  if (i < map.count) MoveGaussian(motions[FrameOf(timesteps[i], frames)], i, map);
}

class GaussianMoverCuda : public GaussianMover {
 public:
  explicit GaussianMoverCuda(Stream stream) : stream_(stream) {}

  void Move(std::span<const FrameMotion> motions, const float* timesteps,
            const MutableGaussians& map) override {
    if (motions.empty()) return;
    const auto frames = static_cast<int64_t>(motions.size());
    motions_.assign(motions.begin(), motions.end());
    device_motions_.Reserve(frames);
    CopyToDevice(stream_, device_motions_.data(), motions_.data(), motions_.size() * sizeof(FrameMotion));
    Launch(stream_, BlocksFor(map.count, kThreads), kThreads, MoveKernel, device_motions_.data(), frames,
           timesteps, map);
    Synchronize(stream_);  // the host's motions go to the next call
  }

 private:
  Stream stream_;
  std::vector<FrameMotion> motions_;
  DeviceArray<FrameMotion> device_motions_{"corrections"};
};

}  // namespace

std::unique_ptr<GaussianMover> MakeGaussianMoverCuda(cuda::Stream stream) {
  return std::make_unique<GaussianMoverCuda>(stream);
}

}  // namespace isogs
