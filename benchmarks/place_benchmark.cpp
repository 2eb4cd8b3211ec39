// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What finding the places that look like a frame costs: a frame's code, and its lookup. Argument: frame's
// width, keyframes.
#include <benchmark/benchmark.h>

#include "shared/core/random.h"
#include "slam/places/place_index.h"

namespace isogs {
namespace {

Image<float> RandomImage(int channels, int width, Random& random) {
  Image<float> image(channels, width * 3 / 4, width);
  for (float& value : image.values()) value = static_cast<float>(random.NextUnit());
  return image;
}

void Code(benchmark::State& bench) {
  Random random(1);
  const auto width = static_cast<int>(bench.range(0));
  const Image<float> color = RandomImage(3, width, random), depth = RandomImage(1, width, random);
  for (auto _ : bench) benchmark::DoNotOptimize(MakePlaceCode(MakeThumbnail(color, depth)));
}

void Lookup(benchmark::State& bench) {
  Random random(1);
  PlaceIndex index;
  for (int64_t i = 0; i < bench.range(0); ++i)
    index.Add(MakePlaceCode(MakeThumbnail(RandomImage(3, 40, random), RandomImage(1, 40, random))));
  const PlaceCode code = index.at(0);
  for (auto _ : bench) benchmark::DoNotOptimize(index.Query(code, 5));
}

BENCHMARK(Code)->Arg(320)->Arg(640)->Arg(1200)->Unit(benchmark::kMicrosecond);
BENCHMARK(Lookup)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
