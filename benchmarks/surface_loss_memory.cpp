// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Memory of the iso-surface loss at ten million Gaussians, and of a whole mapping call that makes as many.
//   surface_loss_memory [GAUSSIANS] [SAMPLES]
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <vector>

#include "benchmarks/surface_scene.h"
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

/// Prints what the resident memory is after a step, and how long that took.
class Report {
 public:
  void operator()(const char* step) {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - last_).count();
    const double resident = ResidentMib();
    std::printf("%-44s %9.1f MiB resident, %+9.1f MiB, %8.3f s\n", step, resident, resident - resident_,
                seconds);
    std::fflush(stdout);
    resident_ = resident;
    last_ = std::chrono::steady_clock::now();
  }

 private:
  double resident_ = 0.0;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

void MeasureLoss(int64_t gaussians, int64_t sample_count, Report& report) {
  SurfaceScene scene(gaussians);
  Random random(1);
  std::printf("%lld Gaussians in view\n", static_cast<long long>(scene.map.size()));
  const SurfaceSamples samples(scene.frame.camera, Pose::Identity(), scene.frame.depth_m.values(),
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

void MeasureMappingCall(int64_t gaussians, Report& report) {
  Frame frame = SurfaceScene(gaussians).frame;
  report("a frame of as many pixels");
  Backend backend = MakeBackend(Device::kCpu);
  MappingConfig config;
  config.first_iterations = 4;
  MapConfig map_config;
  map_config.max_gaussians = 2 * gaussians;
  Random random(1);
  Mapper mapper(config, map_config, backend, random);
  const MappingReport mapped =
      mapper.Map(std::make_shared<DeviceFrame>(std::move(frame), backend.memory), 0, Pose::Identity());
  report("a mapping call of 4 iterations");
  std::printf("%lld Gaussians, iso %.3f, flat %.3f mm\n", static_cast<long long>(mapped.gaussians),
              mapped.surface.iso.value_or(0.0), 1e3 * mapped.surface.flat_m.value_or(0.0));
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  const int64_t gaussians = argc > 1 ? std::atoll(argv[1]) : 10'000'000;
  const int64_t samples = argc > 2 ? std::atoll(argv[2]) : 8192;
  isogs::Report report;
  isogs::MeasureLoss(gaussians, samples, report);
  report("freed");
  isogs::MeasureMappingCall(gaussians, report);
  return 0;
}
