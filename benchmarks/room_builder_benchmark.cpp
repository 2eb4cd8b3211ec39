// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Rooms by seed, their light, and rays through them. `rays_per_s` is by the time of one processor.
#include <benchmark/benchmark.h>

#include "datasets/synthetic/casting/renderer.h"
#include "datasets/synthetic/scene/build_scene.h"
#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

constexpr uint64_t kSeed = 1;

const Renderer& Room() {
  static const Renderer room(BuildRoom(kSeed));
  return room;
}

Camera CameraOfWidth(int width) {
  return {width, width * 3 / 4, 0.75 * width, 0.75 * width, 0.5 * (width - 1), 0.5 * (width * 0.75 - 1)};
}

/// From near the middle of the room, all around.
Pose LookAround(int64_t step) {
  const FloorRect& area = Room().scene().plan.rooms[0];
  const double yaw = 0.4 * static_cast<double>(step);
  Pose pose = Pose::Identity();
  const Eigen::Vector3d forward = Eigen::Vector3d(std::cos(yaw), std::sin(yaw), -0.25).normalized();
  pose.linear().col(0) = forward.cross(Eigen::Vector3d::UnitZ()).normalized();
  pose.linear().col(2) = forward;
  pose.linear().col(1) = forward.cross(pose.linear().col(0));
  pose.translation() = Eigen::Vector3d(area.width() / 2, area.depth() / 2, 1.5) -
                       0.8 * Eigen::Vector3d(forward.x(), forward.y(), 0.0);
  return pose;
}

void BM_BuildRoom(benchmark::State& state) {
  uint64_t seed = 0;
  for (auto _ : state) benchmark::DoNotOptimize(BuildRoom(seed++));
}
BENCHMARK(BM_BuildRoom)->Unit(benchmark::kMillisecond);

/// Arguments: grid of light [cm].
void BM_BakeLight(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  const Renderer& room = Room();
  for (auto _ : state)
    benchmark::DoNotOptimize(
        BakeLight(room.scene(), room.mesh(), room.rays(), {0.01 * static_cast<double>(state.range(0)), 64}));
}
BENCHMARK(BM_BakeLight)->Arg(6)->Arg(12)->Unit(benchmark::kMillisecond);

/// Arguments: rays a pixel, width [px].
void BM_PrimaryRaysShaded(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  const Camera camera = CameraOfWidth(static_cast<int>(state.range(1)));
  const int rays = static_cast<int>(state.range(0));
  int64_t step = 0;
  for (auto _ : state) {
    const Pose pose = LookAround(step++ % 16);
    benchmark::DoNotOptimize(Room().Radiance({camera, {&pose, 1}}, rays));
  }
  state.counters["rays_per_s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * rays * camera.width * camera.height,
                         benchmark::Counter::kIsRate);
}
BENCHMARK(BM_PrimaryRaysShaded)
    ->Args({1, 320})
    ->Args({4, 320})
    ->Args({1, 640})
    ->Args({4, 640})
    ->Unit(benchmark::kMillisecond);

void BM_DepthRays(benchmark::State& state) {
  const ThreadLimit one_thread(1);
  const Camera camera = CameraOfWidth(static_cast<int>(state.range(0)));
  int64_t step = 0;
  for (auto _ : state) {
    const Pose pose = LookAround(step++ % 16);
    benchmark::DoNotOptimize(Room().CastCenters({camera, {&pose, 1}}));
  }
  state.counters["rays_per_s"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * camera.width * camera.height, benchmark::Counter::kIsRate);
}
BENCHMARK(BM_DepthRays)->Arg(320)->Arg(640)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace isogs::synthetic

BENCHMARK_MAIN();
