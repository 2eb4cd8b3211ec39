// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The flat and iso-surface losses on a room seen by as many pixels as there are Gaussians. Threads 0: all.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "benchmarks/surface_scene.h"
#include "shared/core/parallel.h"
#include "slam/losses/flat_loss_cpu.h"
#include "slam/losses/iso_loss_cpu.h"
#include "slam/rendering/projection_math.h"
#include "slam/rendering/render_camera.h"

namespace isogs {
namespace {

constexpr int64_t kSamples = 8192;

PixelSamples Draw(const Frame& frame, Random& random) {
  return {frame.camera, Pose::Identity(), frame.depth_m.values(),
          DrawPixels(frame.depth_m.values(), kSamples, random)};
}

/// Value and gradients of both losses, sampling included: what an iteration of mapping adds.
void BM_Iteration(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(1)));
  SurfaceScene scene(state.range(0));
  const auto flat = MakeFlatLossCpu();
  const auto iso = MakeIsoLossCpu();
  const std::vector<RenderCamera> views{MakeRenderCamera(scene.frame.camera, Pose::Identity())};
  iso->Prepare(test::ViewOf(scene.map), views, {0.2f, 1.3f}, {});
  Random random(1);
  for (auto _ : state) {
    const PixelSamples samples = Draw(scene.frame, random);
    flat->Add(test::ViewOf(scene.map), 50.0, {}, scene.Rows());
    iso->Add(test::ViewOf(scene.map), samples, {}, 2.0, scene.Rows());
    benchmark::DoNotOptimize(flat->TakeMean() + iso->TakeMean().mean_residual);
  }
}
BENCHMARK(BM_Iteration)
    ->ArgNames({"gaussians", "threads"})
    ->ArgsProduct({{100'000, 1'000'000}, {1, 0}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Once a mapping call, for a window of 24 views.
void BM_Prepare(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(1)));
  SurfaceScene scene(state.range(0));
  const auto iso = MakeIsoLossCpu();
  std::vector<RenderCamera> views;
  for (int i = 0; i < 24; ++i) {
    Twist twist = Twist::Zero();
    twist[4] = 0.02 * i;  // turning away
    views.push_back(MakeRenderCamera(scene.frame.camera, ExpSe3(twist)));
  }
  for (auto _ : state) iso->Prepare(test::ViewOf(scene.map), views, {0.2f, 1.3f}, {});
}
BENCHMARK(BM_Prepare)
    ->ArgNames({"gaussians", "threads"})
    ->ArgsProduct({{100'000, 1'000'000}, {1, 0}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// The density alone, every Gaussian against every sample, as the formula says.
void BM_BruteForceDensity(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(1)));
  const SurfaceScene scene(state.range(0));
  const GaussianView map = test::ViewOf(scene.map);
  Random random(1);
  const PixelSamples samples = Draw(scene.frame, random);
  std::vector<float> densities(kSamples);
  for (auto _ : state) {
    ParallelFor(samples.size(), 512, [&](int64_t begin, int64_t end) {
      for (int64_t i = 0; i < map.count; ++i) {
        const splat::Gaussian gaussian = splat::LoadGaussian(map, i);
        const splat::Mat3 rotation = splat::RotationMatrix(splat::Normalized(gaussian.quaternion));
        const float opacity = Logistic(gaussian.logit_opacity);
        const float sx = std::exp(-gaussian.log_scale.x), sy = std::exp(-gaussian.log_scale.y),
                    sz = std::exp(-gaussian.log_scale.z);
        for (int64_t k = begin; k < end; ++k) {
          const splat::Vec3 offset{samples.x()[k] - gaussian.mean.x, samples.y()[k] - gaussian.mean.y,
                                   samples.z()[k] - gaussian.mean.z};
          const splat::Vec3 u = splat::TransposedTimes(rotation, offset);
          const float q = u.x * u.x * sx * sx + u.y * u.y * sy * sy + u.z * u.z * sz * sz;
          if (q <= 9.0f) densities[static_cast<size_t>(k)] += opacity * std::exp(-0.5f * q);
        }
      }
    });
    benchmark::ClobberMemory();
  }
}
BENCHMARK(BM_BruteForceDensity)
    ->ArgNames({"gaussians", "threads"})
    ->Args({100'000, 0})
    ->Args({1'000'000, 0})
    ->Iterations(1)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
