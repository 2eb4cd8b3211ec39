// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Finding what a view lacks and making Gaussians for it. Threads 0: all.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/keyframes/frame_codec_cpu.h"
#include "slam/keyframes/keyframe_overlap.h"
#include "slam/keyframes/keyframe_store.h"
#include "slam/mapping/densify_cpu.h"
#include "slam/rendering/planes.h"

namespace isogs {
namespace {

/// A room's depth, rendered with small errors; `gap_share` of the view is not covered yet.
struct View {
  View(int width, int height, double gap_share)
      : camera{width, height, 0.9 * width, 0.9 * width, 0.5 * width, 0.5 * height},
        pixels(static_cast<size_t>(width) * static_cast<size_t>(height)),
        planes(plane::kCount * pixels),
        color(3 * pixels, 0.5f),
        depth(pixels) {
    Random random(1);
    for (size_t i = 0; i < pixels; ++i) {
      depth[i] = random.NextUnit() < 0.1 ? 0.0f : static_cast<float>(1.0 + 3.0 * random.NextUnit());
      planes[plane::kDepth * pixels + i] = depth[i] + static_cast<float>(0.01 * random.NextNormal());
      planes[plane::kSilhouette * pixels + i] = random.NextUnit() < gap_share ? 0.0f : 1.0f;
    }
  }

  Camera camera;
  size_t pixels;
  std::vector<float> planes, color, depth;
};

/// Arguments: width, height, threads, per cent of the view that is not covered.
void BM_Densify(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(2)));
  const View view(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)),
                  0.01 * static_cast<double>(state.range(3)));
  const FrameView frame{view.camera.width, view.camera.height, view.color.data(), view.depth.data()};
  const auto densifier = MakeDensifierCpu();
  for (auto _ : state) {
    GaussianMap map;
    benchmark::DoNotOptimize(densifier->Append(view.planes.data(), frame, view.camera, Pose::Identity(), 1,
                                               {}, DepthSensor::kRendered, INT64_MAX, &map));
  }
}
BENCHMARK(BM_Densify)
    ->ArgNames({"width", "height", "threads", "gaps"})
    ->ArgsProduct({{320}, {240}, {1, 0}, {5, 100}})
    ->ArgsProduct({{1200}, {680}, {1, 0}, {5, 100}})
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

/// 100 keyframes, as after 500 frames.
void BM_KeyframeOverlaps(benchmark::State& state) {
  const ThreadLimit limit(static_cast<int>(state.range(0)));
  Frame frame;
  frame.camera = {320, 240, 290.0, 290.0, 160.0, 120.0};
  frame.color = Image<float>(3, 240, 320, 0.5f);
  frame.depth_m = Image<float>(1, 240, 320, 2.0f);
  const auto codec = MakeFrameCodecCpu();
  KeyframeStore keyframes(MemoryKind::kHost, *codec);
  const DeviceFrame device_frame(frame, MemoryKind::kHost);
  for (int i = 0; i < 100; ++i) keyframes.Add(i, Pose::Identity(), device_frame);
  Random random(1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(KeyframeOverlaps(frame, Pose::Identity(), keyframes.all(), 1600, random));
  }
}
BENCHMARK(BM_KeyframeOverlaps)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(0)
    ->UseRealTime()
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
