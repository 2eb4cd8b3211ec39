// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Reading one frame from disk and bringing it to working size, on one thread, and the parts of it. The
// pictures are synthetic; their files are about as large as those of 7-Scenes (640x480) and Replica
// (1200x680).
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include "datasets/dataset.h"
#include "datasets/replica_writer.h"
#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "shared/image/resize.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

Frame SyntheticFrame(int width, int height) {
  Frame frame;
  frame.camera = {width, height, 0.9 * width, 0.9 * width, 0.5 * width - 0.5, 0.5 * height - 0.5};
  frame.color = Image<float>(3, height, width);
  frame.depth_m = Image<float>(1, height, width);
  frame.world_from_camera = Pose::Identity();
  Random random(1);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double texture = 0.3 * std::sin(0.13 * x) * std::cos(0.17 * y) + 0.01 * random.NextNormal();
      for (int c = 0; c < 3; ++c) {
        frame.color.at(c, y, x) = static_cast<float>(std::clamp(0.5 + texture * (1.0 - 0.2 * c), 0.0, 1.0));
      }
      const int shelf = y / 100;  // a depth edge every so many rows
      const double depth_m = 2.0 + 0.001 * x + 0.3 * shelf + 0.0002 * random.NextNormal();
      frame.depth_m.at(y, x) = static_cast<float>(depth_m);
    }
  }
  return frame;
}

/// A data set of one frame in a temporary folder.
class OneFrame {
 public:
  OneFrame(int width, int height) {
    std::string name = (fs::temp_directory_path() / "isogs_benchmark_XXXXXX").string();
    folder_ = mkdtemp(name.data());
    ReplicaWriter writer(folder_, 90);
    writer.Add(SyntheticFrame(width, height));
    writer.Finish();
  }
  ~OneFrame() { fs::remove_all(folder_); }
  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

const fs::path& FolderOf(int width, int height) {
  static const OneFrame kinect(640, 480), replica(1200, 680);
  return width == 640 && height == 480 ? kinect.folder() : replica.folder();
}

/// Arguments: stored width and height, working width and height.
void BM_ReadFrame(benchmark::State& state) {
  const ThreadLimit limit(1);
  DatasetConfig config;
  config.path = FolderOf(static_cast<int>(state.range(0)), static_cast<int>(state.range(1))).string();
  config.width = static_cast<int>(state.range(2));
  config.height = static_cast<int>(state.range(3));
  const auto dataset = OpenDataset(config);
  for (auto _ : state) benchmark::DoNotOptimize(dataset->Read(0));
}
BENCHMARK(BM_ReadFrame)
    ->Args({640, 480, 640, 480})
    ->Args({640, 480, 320, 240})
    ->Args({1200, 680, 1200, 680})
    ->Args({1200, 680, 600, 340})
    ->Unit(benchmark::kMillisecond);

void BM_ResizeColor(benchmark::State& state) {
  const ThreadLimit limit(1);
  const Image<uint8_t> color(3, 480, 640, 100);
  const int width = static_cast<int>(state.range(0)), height = static_cast<int>(state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(ResizeColor(color, width, height));
}
BENCHMARK(BM_ResizeColor)
    ->Args({320, 240})
    ->Args({160, 120})
    ->Args({300, 225})
    ->Unit(benchmark::kMillisecond);

void BM_ResizeDepth(benchmark::State& state) {
  const ThreadLimit limit(1);
  const Image<float> depth(1, 480, 640, 2.0f);
  const int width = static_cast<int>(state.range(0)), height = static_cast<int>(state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(ResizeDepth(depth, width, height));
}
BENCHMARK(BM_ResizeDepth)
    ->Args({320, 240})
    ->Args({160, 120})
    ->Args({300, 225})
    ->Unit(benchmark::kMillisecond);

/// Without taking memory, as a pyramid does.
template <void (*Halve)(const float*, int, int, float*)>
void BM_Halve(benchmark::State& state) {
  const ThreadLimit limit(1);
  const Image<float> plane(1, 480, 640, 2.0f);
  Image<float> half(1, 240, 320);
  for (auto _ : state) {
    Halve(plane.data(), 640, 480, half.data());
    benchmark::ClobberMemory();
  }
}
BENCHMARK(BM_Halve<HalvePlane>)->Name("BM_HalvePlane")->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Halve<HalveDepth>)->Name("BM_HalveDepth")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace isogs
