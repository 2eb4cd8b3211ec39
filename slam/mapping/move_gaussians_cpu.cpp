// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/move_gaussians_cpu.h"

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 8192;

class GaussianMoverCpu : public GaussianMover {
 public:
  void Move(std::span<const FrameMotion> motions, const float* timesteps,
            const MutableGaussians& map) override {
    const auto frames = static_cast<int64_t>(motions.size());
    if (frames == 0) return;
    ParallelFor(map.count, kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i)
        MoveGaussian(motions[static_cast<size_t>(FrameOf(timesteps[i], frames))], i, map);
    });
  }
};

}  // namespace

FrameMotion MakeFrameMotion(const Pose& moved_from_map) {
  const RigidMotion motion = MakeRigidMotion(moved_from_map);
  return {motion,
          RotationOf(Column(motion.rotation, 0), Column(motion.rotation, 1), Column(motion.rotation, 2))};
}

std::unique_ptr<GaussianMover> MakeGaussianMoverCpu() { return std::make_unique<GaussianMoverCpu>(); }

}  // namespace isogs
