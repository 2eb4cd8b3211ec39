// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// The kernels of tracking and mapping on a ViewPair, for each back end and size:
//   render                 project, bin, sort, forward
//   backward, backward_pose, linearize_pose   alone, after one render
//   mapping_loss, surface_losses, adam        the others of an iteration alone: SSIM; flat and iso; the
//   update mapping_iteration      render, loss with SSIM, backward, Adam pose_iteration         render,
//   residuals, normal equations pose_gradient          render, tracking loss, pose gradient
// Machines are noisy: the figure to read is the minimum over the repetitions. "CPU" counts all threads.
#include <benchmark/benchmark.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/view_pair.h"
#include "shared/core/error.h"
#include "shared/core/memory.h"
#include "shared/core/parallel.h"
#include "shared/core/random.h"
#include "slam/backend/backend.h"
#include "slam/device/device_frame.h"
#include "slam/mapping/gaussian_map.h"
#include "slam/rendering/render_camera.h"

namespace isogs::benchmarks {
namespace {

struct Options {
  std::vector<std::string> backends = {"cpu"};
  std::vector<std::string> sizes = {"320x240", "640x480"};
  std::string sequence;    // empty: the synthetic room
  std::string scene_file;  // empty: none is written
  std::vector<int64_t> frames = {0, 10};
  int threads = 0;
  int repetitions = 40;
  float min_alpha = 1.0f / 255.0f;
};

/// A view pair on one back end.
class Workload {
 public:
  Workload(Backend backend, const ViewPair& pair, float min_alpha)
      : backend_(std::move(backend)),
        map_(*backend_.map_memory),
        frame_(pair.frame, backend_.memory),
        camera_from_map_(pair.camera_from_map),
        camera_(MakeRenderCamera(pair.frame.camera, pair.camera_from_map)),
        options_{min_alpha},
        planes_(backend_.memory),
        gradients_(backend_.memory) {
    map_.Append(pair.map);
    const int64_t floats = int64_t{plane::kCount} * camera_.width * camera_.height;
    planes_.Reserve(floats);
    gradients_.Reserve(floats);
  }

  void Render() { backend_.rasterizer->Render(map_.View(), camera_, options_, planes_.data()); }
  void MappingLoss() {
    backend_.loss->Mapping(planes_.data(), frame_.View(), {1.0f, 0.1f, 0.5f, 0.2f}, gradients_.data());
  }
  void TrackingLoss() {
    backend_.loss->Tracking(planes_.data(), frame_.View(), {1.0f, 0.5f, 0.99f}, gradients_.data());
  }
  void Residuals() {
    residuals_ = backend_.loss->Residuals(planes_.data(), frame_.View(), {0.03f, 0.005f, 1.5f, 0.99f});
  }
  void Backward() { rows_ = backend_.rasterizer->Backward(gradients_.data()); }
  void BackwardPose() { benchmark::DoNotOptimize(backend_.rasterizer->BackwardPose(gradients_.data())); }
  void LinearizePose() { benchmark::DoNotOptimize(backend_.rasterizer->LinearizePose(residuals_)); }
  /// With step size zero: each repetition meets the same map.
  void Adam() { backend_.adam->Update(rows_, AdamOptions{}, map_.Mutable()); }

  /// 8192 samples, as mapping draws them.
  void SurfaceLosses() {
    backend_.flat->Add(map_.View(), 1.0, {}, rows_);
    backend_.iso->AddDrawn(map_.View(), frame_.Measured(camera_from_map_), 8192, random_, {}, 1.0, rows_);
  }
  void Finish() { backend_.finish(); }

  /// The picture of the pair, and what the mapping loss makes of it.
  Rendering Rendered() {
    Render();
    MappingLoss();
    const int64_t floats = int64_t{plane::kCount} * camera_.width * camera_.height;
    Rendering rendering{std::vector<float>(floats), std::vector<float>(floats)};
    planes_.Download(rendering.planes.data(), floats);
    gradients_.Download(rendering.plane_gradients.data(), floats);
    return rendering;
  }

  int64_t visible() const { return static_cast<int64_t>(backend_.rasterizer->VisibleGaussians().size()); }

 private:
  Backend backend_;
  GaussianMap map_;
  DeviceFrame frame_;
  Pose camera_from_map_;
  RenderCamera camera_;
  RenderOptions options_;
  DeviceBuffer planes_, gradients_;
  PoseResiduals residuals_;
  GradientRows rows_;
  Random random_{1};
};

using Step = void (Workload::*)();

struct Measurement {
  std::string name;
  std::vector<Step> before;  // not timed
  std::vector<Step> timed;
};

std::vector<Measurement> Measurements() {
  using W = Workload;
  return {{"render", {}, {&W::Render}},
          {"backward", {&W::Render, &W::MappingLoss}, {&W::Backward}},
          {"backward_pose", {&W::Render, &W::TrackingLoss}, {&W::BackwardPose}},
          {"linearize_pose", {&W::Render, &W::Residuals}, {&W::LinearizePose}},
          {"mapping_loss", {&W::Render}, {&W::MappingLoss}},
          {"surface_losses", {&W::Render, &W::MappingLoss, &W::Backward}, {&W::SurfaceLosses}},
          {"adam", {&W::Render, &W::MappingLoss, &W::Backward}, {&W::Adam}},
          {"mapping_iteration", {}, {&W::Render, &W::MappingLoss, &W::Backward, &W::Adam}},
          {"pose_iteration", {}, {&W::Render, &W::Residuals, &W::LinearizePose}},
          {"pose_gradient", {}, {&W::Render, &W::TrackingLoss, &W::BackwardPose}}};
}

Device DeviceNamed(const std::string& name) {
  for (const auto& [device_name, device] : kDeviceNames) {
    if (device_name == name) return device;
  }
  throw UsageError("--backend: found '" + name + "', expected cpu, cpu_reference or cuda");
}

std::pair<int, int> ParseSize(const std::string& size) {
  int width = 0, height = 0;
  if (std::sscanf(size.c_str(), "%dx%d", &width, &height) != 2 || width < 1 || height < 1) {
    throw UsageError("--size: found '" + size + "', expected WIDTHxHEIGHT");
  }
  return {width, height};
}

void Register(const Measurement& measurement, const std::string& prefix, std::shared_ptr<Workload> workload,
              int repetitions) {
  benchmark::RegisterBenchmark((prefix + measurement.name).c_str(),
                               [=](benchmark::State& state) {
                                 for (const Step step : measurement.before) ((*workload).*step)();
                                 workload->Finish();
                                 for (auto _ : state) {
                                   for (const Step step : measurement.timed) ((*workload).*step)();
                                   workload->Finish();
                                 }
                                 state.counters["visible"] = static_cast<double>(workload->visible());
                               })
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime()
      ->UseRealTime()
      ->Iterations(1)
      ->Repetitions(repetitions)
      ->ReportAggregatesOnly()
      ->ComputeStatistics("min", [](const std::vector<double>& times) {
        return *std::min_element(times.begin(), times.end());
      });
}

ViewPair MakePair(const Options& options, int width, int height) {
  if (options.sequence.empty()) return MakeRoomPair(width, height);
  return MakeSequencePair(options.sequence, options.frames[0], options.frames[1], width, height);
}

void RegisterAll(const Options& options) {
  for (const std::string& size : options.sizes) {
    const auto [width, height] = ParseSize(size);
    const ViewPair pair = MakePair(options, width, height);
    for (const std::string& name : options.backends) {
      const auto workload =
          std::make_shared<Workload>(MakeBackend(DeviceNamed(name)), pair, options.min_alpha);
      if (!options.scene_file.empty()) SaveScene(options.scene_file, pair, workload->Rendered());
      for (const Measurement& measurement : Measurements()) {
        Register(measurement, name + "/" + size + "/", workload, options.repetitions);
      }
    }
  }
}

/// Prints minimum and median under short names.
class ShortReporter : public benchmark::ConsoleReporter {
 public:
  ShortReporter() : ConsoleReporter(OO_Tabular) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    std::vector<Run> kept;
    for (Run run : runs) {
      if (run.run_type == Run::RT_Aggregate && run.aggregate_name != "min" &&
          run.aggregate_name != "median") {
        continue;
      }
      run.run_name.iterations.clear();
      run.run_name.repetitions.clear();
      run.run_name.time_type.clear();
      kept.push_back(run);
    }
    ConsoleReporter::ReportRuns(kept);
  }
};

Options ParseCommandLine(int argc, char** argv) {
  Options options;
  CLI::App app("Times the kernels of tracking and mapping. Google Benchmark's own flags work too.");
  app.add_option("--backend", options.backends, "back ends: cpu, cpu_reference, cuda");
  app.add_option("--size", options.sizes, "image sizes, WIDTHxHEIGHT");
  app.add_option("--sequence", options.sequence, "folder of a sequence; without it, a synthetic room");
  app.add_option("--frames", options.frames,
                 "of the sequence: the map is made of one and seen from the other")
      ->expected(2);
  app.add_option("--save-scene", options.scene_file,
                 "write the last size's map, camera and picture here, for peer_gsplat.py");
  app.add_option("--threads", options.threads, "0: all processors");
  app.add_option("--repetitions", options.repetitions, "of which the minimum counts");
  app.add_option("--min-alpha", options.min_alpha, "contributions below are skipped");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  return options;
}

}  // namespace
}  // namespace isogs::benchmarks

int main(int argc, char** argv) {
  isogs::KeepFreedMemory();  // as every program does
  benchmark::Initialize(&argc, argv);
  try {
    const isogs::benchmarks::Options options = isogs::benchmarks::ParseCommandLine(argc, argv);
    const isogs::ThreadLimit limit(options.threads);
    isogs::benchmarks::RegisterAll(options);
    isogs::benchmarks::ShortReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
  } catch (const std::exception& error) {
    std::cerr << "rasterizer_benchmark: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
