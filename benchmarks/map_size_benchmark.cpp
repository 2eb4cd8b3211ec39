// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a mapping iteration costs while the view stays as it is and the map grows around it: the same room in
// view at 320x240, and behind the camera as many copies of it as make the map's size.
//   Iteration              render, image losses, backward, flat, iso (every 4th), Adam, bounds of what moved
//   IterationAll           the same without the chunks' bounds: the whole map is projected
//   OnceACall              what a mapping call does once with all Gaussians: bounds, who can be met, pruning
// 10 M Gaussians take 2.3 GB and some seconds to make: --benchmark_filter=/100000/ leaves them out.
#include <benchmark/benchmark.h>

#include <memory>

#include "shared/core/memory.h"
#include "slam/backend/backend.h"
#include "slam/device/device_frame.h"
#include "slam/mapping/gaussian_map.h"
#include "tests/slam/test_scenes.h"

namespace isogs::benchmarks {
namespace {

constexpr int64_t kIsoEvery = 4;
constexpr double kRoomPitchM = 12.0;  // from copy to copy
constexpr int64_t kRoomsAcross = 16;

/// A map of `gaussians` on the CPU, and the view of its first room.
class LargeMap {
 public:
  explicit LargeMap(int64_t gaussians)
      : backend_(MakeBackend(Device::kCpu)), frame_(View(), backend_.memory), map_(*backend_.map_memory) {
    const FrameView view = frame_.View();
    backend_.densifier->Append(nullptr, view, frame_.camera(), Pose::Identity(), 0, {},
                               DepthSensor::kRendered, gaussians, &map_);
    const GaussianCloud room = map_.ToCloud();
    for (int64_t copy = 0; map_.size() < gaussians; ++copy) AppendCopy(room, copy, gaussians - map_.size());
    planes_.Reserve(int64_t{plane::kCount} * view.width * view.height);
    gradients_.Reserve(planes_.capacity());
    adam_.min_log_scale = -20.0f;  // and no step at all: every iteration meets the same map
  }

  int64_t size() const { return map_.size(); }
  int64_t visible() const { return static_cast<int64_t>(backend_.rasterizer->VisibleGaussians().size()); }
  void UseBounds(bool use) {
    map_.Mutable();
    if (use) map_.UpdateBounds();
    Prepare();
  }
  void Iterate() {
    backend_.rasterizer->Render(map_.View(), camera_, {}, planes_.data());
    backend_.loss->Mapping(planes_.data(), frame_.View(), {1.0f, 0.1f, 0.5f, 0.2f}, gradients_.data());
    const GradientRows rows = backend_.rasterizer->Backward(gradients_.data());
    backend_.flat->Add(map_.View(), 50.0, {}, rows);
    if (++iterations_ % kIsoEvery == 0) {
      const MeasuredView measured = frame_.Measured(Pose::Identity());
      backend_.iso->AddDrawn(map_.View(), measured, 8192, random_, {}, 0.04, rows);
    }
    map_.Change(rows, [&](const MutableGaussians& map) { backend_.adam->Update(rows, adam_, map); });
  }
  void WorkOnceACall() {
    map_.Mutable();
    map_.UpdateBounds();
    Prepare();
    map_.Prune(1e-6f, 1e6f);
  }

 private:
  static Frame View() { return test::RoomFrame(test::MakeCamera(320, 240), test::RoomFromFirstCamera()); }

  void AppendCopy(GaussianCloud room, int64_t copy, int64_t most) {
    const int64_t column = copy % kRoomsAcross - kRoomsAcross / 2, row = copy / kRoomsAcross + 1;
    const float offset[3] = {static_cast<float>(kRoomPitchM * static_cast<double>(column)), 0.0f,
                             static_cast<float>(-kRoomPitchM * static_cast<double>(row))};
    if (most < static_cast<int64_t>(room.size())) room.Resize(static_cast<size_t>(most));
    for (size_t i = 0; i < room.means.size(); ++i) room.means[i] += offset[i % 3];
    map_.Append(room);
  }
  void Prepare() { backend_.iso->Prepare(map_.View(), {&camera_, 1}, {0.03f, 2.0f}, {}); }

  Backend backend_;
  DeviceFrame frame_;
  GaussianMap map_;
  RenderCamera camera_ = MakeRenderCamera(frame_.camera(), Pose::Identity());
  DeviceBuffer planes_, gradients_;
  AdamOptions adam_;
  Random random_{1};
  int64_t iterations_ = 0;
};

/// One map at a time: the largest take most of some machines' memory.
LargeMap& MapOf(int64_t gaussians) {
  static std::unique_ptr<LargeMap> map;
  if (!map || map->size() != gaussians) {
    map.reset();
    map = std::make_unique<LargeMap>(gaussians);
  }
  return *map;
}

void Count(const LargeMap& map, benchmark::State& state) {
  state.counters["visible"] = static_cast<double>(map.visible());
}

void Iterate(benchmark::State& state, bool with_bounds) {
  LargeMap& map = MapOf(state.range(0));
  map.UseBounds(with_bounds);
  for (int64_t i = 0; i < kIsoEvery; ++i) map.Iterate();
  for (auto _ : state) map.Iterate();
  Count(map, state);
}

void Iteration(benchmark::State& state) { Iterate(state, true); }
void IterationAll(benchmark::State& state) { Iterate(state, false); }
void OnceACall(benchmark::State& state) {
  LargeMap& map = MapOf(state.range(0));
  for (auto _ : state) map.WorkOnceACall();
}

void OfEachSize(benchmark::internal::Benchmark* benchmark) {
  for (const int64_t gaussians : {100'000, 1'000'000, 10'000'000}) benchmark->Arg(gaussians);
  benchmark->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
}
BENCHMARK(Iteration)->Apply(OfEachSize)->Iterations(100 * kIsoEvery);
BENCHMARK(IterationAll)->Apply(OfEachSize)->Iterations(10 * kIsoEvery);
BENCHMARK(OnceACall)->Apply(OfEachSize)->Iterations(5);

}  // namespace
}  // namespace isogs::benchmarks

int main(int argc, char** argv) {
  isogs::KeepFreedMemory();  // as every program does
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
