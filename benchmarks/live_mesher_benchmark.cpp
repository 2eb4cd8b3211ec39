// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Updating the live mesh of furnished rooms after all has changed, and after what one view shows has.
// Arguments: thousands of Gaussians, rooms. Run it with --benchmark_repetitions=9 and take minima.
#include <benchmark/benchmark.h>

#include <cmath>
#include <vector>

#include "meshing/live/live_mesher.h"
#include "shared/core/memory.h"
#include "shared/core/parallel.h"
#include "shared/ipc/gaussian_record.h"
#include "tests/meshing/disc_scenes.h"

namespace isogs {
namespace {

using Records = std::vector<GaussianRecord>;

void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({150, 1})->Args({1000, 1})->Args({900, 6})->Unit(benchmark::kMillisecond);
}

Records RoomsOf(const benchmark::State& state) {
  test::DiscOptions options;
  options.noise_m = 0.003;
  const test::DiscScene scene =
      test::RoomsOfDiscs(1000 * state.range(0), static_cast<int>(state.range(1)), options);
  return test::SnapshotOf(scene);
}

MeshOptions LiveOptions() {
  MeshOptions options;
  options.voxel_size_m = 0.02;
  return options;
}

/// What a camera in the middle of the first room, 60 by 47 degrees, sees along x: moved by a centimetre.
Records WithOneViewChanged(Records records) {
  for (GaussianRecord& record : records) {
    const float x = record.mean[0] - 2.5f, y = record.mean[1] - 2.0f, z = record.mean[2] - 1.3f;
    if (x > 0.0f && x < 2.6f && std::abs(y) < 0.577f * x && std::abs(z) < 0.433f * x) record.mean[0] += 0.01f;
  }
  return records;
}

void MeshingEverything(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  const Records records = RoomsOf(state);
  for (auto _ : state) {
    LiveMesher mesher(LiveOptions());
    mesher.Update(records, false);
    benchmark::DoNotOptimize(mesher.Mesh());
  }
}
BENCHMARK(MeshingEverything)->Apply(Sizes);

void MeshingOneView(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  const Records records = RoomsOf(state), changed = WithOneViewChanged(records);
  LiveMesher mesher(LiveOptions());
  const LiveUpdate all = mesher.Update(records, false);
  bool odd = false;
  LiveUpdate update;
  for (auto _ : state) {
    update = mesher.Update((odd = !odd) ? changed : records, false);
    benchmark::DoNotOptimize(mesher.Mesh());
  }
  state.counters["gaussians %"] =
      100.0 * static_cast<double>(update.changed_gaussians) / static_cast<double>(all.changed_gaussians);
  state.counters["blocks %"] =
      100.0 * static_cast<double>(update.updated_blocks) / static_cast<double>(all.updated_blocks);
}
BENCHMARK(MeshingOneView)->Apply(Sizes);

void Joining(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  LiveMesher mesher(LiveOptions());
  mesher.Update(RoomsOf(state), false);
  for (auto _ : state) benchmark::DoNotOptimize(mesher.Mesh());
}
BENCHMARK(Joining)->Apply(Sizes);

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  isogs::KeepFreedMemory();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
