// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "shared/config/checkpoint_config.h"
#include "shared/config/dataset_config.h"
#include "shared/config/field.h"
#include "shared/config/logging_config.h"
#include "shared/config/loops_config.h"
#include "shared/config/mapping_config.h"
#include "shared/config/meshing_config.h"
#include "shared/config/prerender_config.h"
#include "shared/config/publish_config.h"
#include "shared/config/run_config.h"
#include "shared/config/tracking_config.h"
#include "shared/config/viewer_config.h"

namespace isogs {

enum class Device { kAuto, kCpu, kCpuReference, kCuda };
inline const EnumNames<Device> kDeviceNames = {{"auto", Device::kAuto},
                                               {"cpu", Device::kCpu},
                                               {"cpu_reference", Device::kCpuReference},
                                               {"cuda", Device::kCuda}};

/// Everything a YAML configuration may say: the tree that all programs read, each taking the part it needs.
struct Config {
  std::filesystem::path file;  // where it was read from; no key
  std::string output;          // run directory; empty: runs/<name of the configuration file>
  Device device = Device::kAuto;
  int threads = 0;  // 0: all processors
  int64_t seed = 0;
  int64_t frames = 0;  // frames to process, at most; 0: all
  int64_t start = 0;   // first frame of the data set
  int64_t stride = 1;  // step between frames of the data set
  DatasetConfig dataset;
  TrackingConfig tracking;
  LoopsConfig loops;
  MappingConfig mapping;
  MapConfig map;
  CheckpointConfig checkpoint;
  MeshingConfig meshing;
  RunConfig run;
  ViewerConfig viewer;
  PublishConfig publish;
  PrerenderConfig prerender;
  LoggingConfig logging;

  template <typename Visitor>
  void Visit(Visitor& visit) {
    visit("output", output);
    visit("device", device, kDeviceNames);
    visit("threads", threads, InRange(0, 1024));
    visit("seed", seed, InRange<int64_t>(0, INT64_MAX));
    visit("frames", frames, InRange<int64_t>(0, INT64_MAX));
    visit("start", start, InRange<int64_t>(0, INT64_MAX));
    visit("stride", stride, InRange<int64_t>(1, 1'000'000));
    visit("dataset", dataset);
    visit("tracking", tracking);
    visit("loops", loops);
    visit("mapping", mapping);
    visit("map", map);
    visit("checkpoint", checkpoint);
    visit("meshing", meshing);
    visit("run", run);
    visit("viewer", viewer);
    visit("publish", publish);
    visit("prerender", prerender);
    visit("logging", logging);
  }
};

}  // namespace isogs
