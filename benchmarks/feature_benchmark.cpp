// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What start poses by features cost: features of a frame, and matches of two frames' features. Argument:
// frame's width, features of each.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/features/descriptor_matches.h"
#include "slam/features/frame_features.h"
#include "tests/slam/test_scenes.h"

namespace isogs {
namespace {

void Extract(benchmark::State& bench) {
  const ThreadLimit limit(1);
  const auto width = static_cast<int>(bench.range(0));
  const Frame frame = test::RoomFrame(test::MakeCamera(width, width * 3 / 4), Pose::Identity());
  for (auto _ : bench) benchmark::DoNotOptimize(ExtractFeatures(frame.color, frame.depth_m, frame.camera));
}

void Match(benchmark::State& bench) {
  Random random(1);
  std::vector<float> a(static_cast<size_t>(bench.range(0)) * FrameFeatures::kDescriptorSize);
  for (float& value : a) value = std::floor(255.0f * static_cast<float>(random.NextUnit()));
  const std::vector<float> b(a.rbegin(), a.rend());
  for (auto _ : bench) benchmark::DoNotOptimize(MatchDescriptors(a, b));
}

BENCHMARK(Extract)->Arg(320)->Arg(640)->Unit(benchmark::kMillisecond);
BENCHMARK(Match)->Arg(300)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
