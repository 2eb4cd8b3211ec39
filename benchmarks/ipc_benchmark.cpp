// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What publishing costs: copying words beside memcpy, and maps of 100 k and 1 M Gaussians packed, published
// and taken. Run it with --benchmark_repetitions=9 and take minima.
#include <benchmark/benchmark.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <vector>

#include "shared/core/memory.h"
#include "shared/core/parallel.h"
#include "shared/ipc/channel.h"
#include "tests/shared/ipc/test_values.h"
#include "tests/shared/temporary_folder.h"

namespace isogs {
namespace {

// Sizes of a status, a preview, and snapshots of 100 k and 1 M Gaussians.
void Sizes(benchmark::internal::Benchmark* benchmark) {
  for (const int64_t bytes : {512, 1 << 19, 3'200'000, 32'000'000}) benchmark->Arg(bytes);
}

struct Buffers {
  explicit Buffers(size_t bytes)
      : shared(std::make_unique<SharedWord[]>(WordsFor(bytes))), own(WordsFor(bytes), 1) {}
  std::unique_ptr<SharedWord[]> shared;
  std::vector<uint64_t> own;
};

void Memcpy(benchmark::State& state) {
  const auto bytes = static_cast<size_t>(state.range(0));
  Buffers buffers(bytes);
  for (auto _ : state) {
    std::memcpy(static_cast<void*>(buffers.shared.get()), buffers.own.data(), bytes);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Memcpy)->Apply(Sizes);

void StoringWords(benchmark::State& state) {
  const auto bytes = static_cast<size_t>(state.range(0));
  Buffers buffers(bytes);
  for (auto _ : state) {
    StoreWords(buffers.shared.get(), buffers.own.data(), bytes);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(StoringWords)->Apply(Sizes);

void LoadingWords(benchmark::State& state) {
  const auto bytes = static_cast<size_t>(state.range(0));
  Buffers buffers(bytes);
  for (auto _ : state) {
    LoadWords(buffers.shared.get(), buffers.own.data(), bytes);
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(LoadingWords)->Apply(Sizes);

void PublishingAStatus(benchmark::State& state) {
  const TemporaryFolder folder;
  const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
  Publisher<Status> publisher(lock);
  const Status status = TestStatus();
  for (auto _ : state) publisher.Publish(status);
}
BENCHMARK(PublishingAStatus);

/// Gaussians lie as frames created them, thousands at a time.
TestMap MapOfFrames(int64_t count) {
  TestMap map(static_cast<size_t>(count));
  for (size_t i = 0; i < map.cloud.size(); ++i) map.cloud.timesteps[i] = static_cast<float>(i / 5000 % 3);
  return map;
}

/// On one thread: processor time, not waiting time, is what it takes from SLAM.
void PublishingASnapshot(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  const TemporaryFolder folder;
  const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
  Publisher<SnapshotSource> publisher(lock);
  const TestMap map = MapOfFrames(state.range(0));
  const SnapshotSource source = map.Source();
  for (int i = 0; i < 3; ++i) publisher.Publish(source);  // touches all pages
  for (auto _ : state) publisher.Publish(source);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(PublishingASnapshot)->Arg(10'000)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void TakingASnapshot(benchmark::State& state) {
  const TemporaryFolder folder;
  const RoleLock lock = RoleLock::Acquire(folder.path(), Role::kSlam);
  Publisher<SnapshotSource> publisher(lock);
  const TestMap map(static_cast<size_t>(state.range(0)));
  publisher.Publish(map.Source());
  for (auto _ : state) {
    Subscriber<GaussianSnapshot> subscriber(folder.path());
    benchmark::DoNotOptimize(subscriber.TakeLatest());
  }
}
BENCHMARK(TakingASnapshot)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  isogs::KeepFreedMemory();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
