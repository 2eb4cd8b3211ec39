// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Memory of the iso-surface loss at ten million Gaussians, and of a whole mapping call that makes as many.
//   surface_loss_memory [GAUSSIANS] [SAMPLES] [cpu|cuda]
// With cuda the mapping call alone, on the GPU. The last line is the call's, as JSON.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "benchmarks/surface_scene.h"
#include "shared/core/error.h"
#include "slam/backend/backend.h"
#include "slam/device/device_memory.h"
#include "slam/losses/iso_loss_cpu.h"
#include "slam/mapping/mapper.h"
#include "slam/rendering/render_camera.h"

namespace isogs {
namespace {

double ResidentMib() {
  std::ifstream statm("/proc/self/statm");
  int64_t size = 0, resident = 0;
  statm >> size >> resident;
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / (1 << 20);
}

/// Prints what the resident memory is after a step, and how long that took; returns those seconds.
class Report {
 public:
  double operator()(const char* step) {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    const double resident = ResidentMib();
    std::printf("%-44s %9.1f MiB resident, %+9.1f MiB, %8.3f s\n", step, resident, resident - resident_,
                seconds);
    std::fflush(stdout);
    resident_ = resident;
    last_ = std::chrono::steady_clock::now();
    return seconds;
  }

 private:
  double resident_ = 0.0;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void MeasureLoss(int64_t gaussians, int64_t sample_count, Report& report) {
  SurfaceScene scene(gaussians);
  Random random(1);
  std::printf("%lld Gaussians in view\n", static_cast<long long>(scene.map.size()));
  const PixelSamples samples(scene.frame.camera, Pose::Identity(), scene.frame.depth_m.values(),
                             DrawPixels(scene.frame.depth_m.values(), sample_count, random));
  report("map, frame, gradient rows and samples");
  const auto iso = MakeIsoLossCpu();
  const std::vector<RenderCamera> views{MakeRenderCamera(scene.frame.camera, Pose::Identity())};
  iso->Prepare(test::ViewOf(scene.map), views, {0.2f, 1.3f}, {});
  report("Prepare: once a mapping call");
  iso->Add(test::ViewOf(scene.map), samples, {}, 2.0, scene.Rows());
  report("Add: value and gradients, first");
  iso->Add(test::ViewOf(scene.map), samples, {}, 2.0, scene.Rows());
  report("Add: value and gradients, again");
}

void MeasureMappingCall(int64_t gaussians, Device device, Report& report) {
  Frame frame = SurfaceScene(gaussians).frame;
  report("a frame of as many pixels");
  Backend backend = MakeBackend(device);
  report("the back end");
  MappingConfig config;
  config.first_iterations = 4;
  MapConfig map_config;
  map_config.max_gaussians = 2 * gaussians;
  Random random(1);
  KeyframeStore keyframes(backend.memory, *backend.codec);
  Mapper mapper(config, map_config, DepthSensor::kRendered, backend.ForMapping(), keyframes, random);
  const MappingReport mapped = mapper.Map(DeviceFrame(std::move(frame), backend.memory), 0, Pose::Identity());
  backend.finish();
  const double seconds = report("a mapping call of 4 iterations");
  std::printf(
      R"({"gaussians": %lld, "iso": %.3f, "flat_mm": %.3f, "seconds": %.3f, "resident_mib": %.1f, "device_mib": %.1f})"
      "\n",
      static_cast<long long>(mapped.gaussians), mapped.surface.iso.value_or(0.0),
      1e3 * mapped.surface.flat_m.value_or(0.0), seconds, ResidentMib(),
      static_cast<double>(DeviceBytesHeld()) / (1 << 20));
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  using isogs::Device;
  const int64_t gaussians = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  const int64_t samples = argc > 2 ? std::atoll(argv[2]) : 8192;
  const Device device = argc > 3 && std::string(argv[3]) == "cuda" ? Device::kCuda : Device::kCpu;
  try {
    isogs::Report report;
    if (device == Device::kCpu) {
      isogs::MeasureLoss(gaussians, samples, report);
      report("freed");
    }
    isogs::MeasureMappingCall(gaussians, device, report);
  } catch (const isogs::Error& error) {
    std::fprintf(stderr, "surface_loss_memory: %s\n", error.what());
    return 1;
  }
  return 0;
}
