// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The losses on images and the Adam update, alone. Threads 0: all. Adam updates nine of ten Gaussians of a
// map of one a pixel. With --benchmark_repetitions=40 the rows _min are the least disturbed.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/losses/image_loss_cpu.h"
#include "slam/mapping/adam_cpu.h"

// Arguments: width, height, threads (0: all). One Gaussian a pixel for Adam, less a tenth that is not in
// view.
namespace isogs {
namespace {

std::vector<float> Uniform(size_t count, double low, double high) {
  Random random(1);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(low + (high - low) * random.NextUnit());
  return values;
}

/// A rendered view and a frame of noise: the losses' time does not depend on the values.
struct Images {
  explicit Images(const benchmark::State& state)
      : width(static_cast<int>(state.range(0))),
        height(static_cast<int>(state.range(1))),
        pixels(static_cast<size_t>(width) * static_cast<size_t>(height)),
        planes(Uniform(5 * pixels, 0.0, 1.0)),
        gradients(5 * pixels),
        color(Uniform(3 * pixels, 0.0, 1.0)),
        depth(Uniform(pixels, -0.2, 5.0)) {}
  FrameView Frame() const { return {width, height, color.data(), depth.data()}; }

  int width, height;
  size_t pixels;
  std::vector<float> planes, gradients, color, depth;
};

void BM_MappingLoss(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(2)));
  Images images(state);
  const auto loss = MakeImageLossCpu();
  for (auto _ : state) {
    loss->Mapping(images.planes.data(), images.Frame(), {1.0f, 0.1f, 0.5f, 0.2f}, images.gradients.data());
    benchmark::DoNotOptimize(loss->MappingValue());
  }
}

void BM_TrackingLoss(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(2)));
  Images images(state);
  const auto loss = MakeImageLossCpu();
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        loss->Tracking(images.planes.data(), images.Frame(), {1.0f, 0.5f, 0.99f}, images.gradients.data()));
  }
}

constexpr ImageLoss::ResidualScales kScales = {0.03f, 0.005f, 1.5f, 0.99f};

void BM_PoseResiduals(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(2)));
  Images images(state);
  const auto loss = MakeImageLossCpu();
  loss->Residuals(images.planes.data(), images.Frame(), kScales);  // its memory
  for (auto _ : state) {
    benchmark::DoNotOptimize(loss->Residuals(images.planes.data(), images.Frame(), kScales));
  }
}

void BM_AdamUpdate(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(2)));
  const auto count = static_cast<size_t>(state.range(0) * state.range(1));
  std::vector<float> means(3 * count), colors(3 * count), rotations(4 * count), logit_opacities(count),
      log_scales(3 * count), first_moments(column::kStride * count), second_moments(column::kStride * count);
  std::vector<int32_t> steps(count);
  std::vector<int32_t> listed;
  for (size_t i = 0; i < count; ++i) {
    if (i % 10 != 0) listed.push_back(static_cast<int32_t>(i));
  }
  std::vector<float> gradients = Uniform(column::kStride * listed.size(), -1e-3, 1e-3);
  const MutableGaussians map{static_cast<int64_t>(count),
                             means.data(),
                             colors.data(),
                             rotations.data(),
                             logit_opacities.data(),
                             log_scales.data(),
                             first_moments.data(),
                             second_moments.data(),
                             steps.data()};
  AdamOptions options;
  for (float& rate : options.rates) rate = 1e-3f;
  const auto adam = MakeAdamUpdaterCpu();
  for (auto _ : state) {
    adam->Update({static_cast<int64_t>(listed.size()), listed.data(), gradients.data()}, options, map);
  }
  state.counters["gaussians"] = static_cast<double>(listed.size());
}

void Sizes(benchmark::internal::Benchmark* run) {
  run->ArgNames({"width", "height", "threads"})->Unit(benchmark::kMicrosecond)->UseRealTime();
  for (const int threads : {1, 0}) {
    run->Args({320, 240, threads})->Args({640, 480, threads})->Args({1200, 680, threads});
  }
  run->ComputeStatistics("min",
                         [](const std::vector<double>& v) { return *std::min_element(v.begin(), v.end()); });
}

BENCHMARK(BM_MappingLoss)->Apply(Sizes);
BENCHMARK(BM_TrackingLoss)->Apply(Sizes);
BENCHMARK(BM_PoseResiduals)->Apply(Sizes);
BENCHMARK(BM_AdamUpdate)->Apply(Sizes);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
