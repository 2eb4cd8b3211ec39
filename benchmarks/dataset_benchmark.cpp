// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading and resizing one frame, on one thread.
#include <benchmark/benchmark.h>

#include <cstdint>

#include "shared/core/parallel.h"
#include "shared/image/resize.h"

namespace isogs {
namespace {

void BM_ResizeColor(benchmark::State& state) {
  const ThreadLimit limit(1);
  const Image<uint8_t> color(3, 480, 640, 100);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        ResizeColor(color, static_cast<int>(state.range(0)), static_cast<int>(state.range(1))));
  }
}
BENCHMARK(BM_ResizeColor)
    ->Args({320, 240})
    ->Args({160, 120})
    ->Args({300, 225})
    ->Unit(benchmark::kMillisecond);

void BM_ResizeDepth(benchmark::State& state) {
  const ThreadLimit limit(1);
  const Image<float> depth(1, 480, 640, 2.0f);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        ResizeDepth(depth, static_cast<int>(state.range(0)), static_cast<int>(state.range(1))));
  }
}
BENCHMARK(BM_ResizeDepth)
    ->Args({320, 240})
    ->Args({160, 120})
    ->Args({300, 225})
    ->Unit(benchmark::kMillisecond);

void BM_HalvePlane(benchmark::State& state) {
  const ThreadLimit limit(1);
  const Image<float> plane(1, 480, 640, 2.0f);
  Image<float> half(1, 240, 320);
  for (auto _ : state) {
    HalvePlane(plane.data(), 640, 480, half.data());
    benchmark::ClobberMemory();
  }
}
BENCHMARK(BM_HalvePlane)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
