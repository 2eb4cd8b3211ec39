// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "shared/config/config.h"
#include "slam/keyframes/frame_codec.h"
#include "slam/mapping/mapping_kernels.h"
#include "slam/tracking/tracking_kernels.h"

namespace isogs {

/// The kernels of one device. Everything above it works through these interfaces and never asks which device
/// it is.
struct Backend {
  std::string name;         // "cpu", "cpu_reference", "cuda"
  std::string simd_target;  // e.g. "AVX3", for logs and checkpoints; empty where none
  MemoryKind memory = MemoryKind::kHost;
  std::unique_ptr<Rasterizer> rasterizer;
  std::unique_ptr<ImageLoss> loss;
  std::unique_ptr<FlatLoss> flat;
  std::unique_ptr<IsoLoss> iso;
  std::unique_ptr<AdamUpdater> adam;
  std::unique_ptr<Densifier> densifier;
  std::unique_ptr<ExposureFitter> exposures;
  std::unique_ptr<GaussianMover> mover;
  std::unique_ptr<PixelHider> hider;
  std::unique_ptr<MapMemory> map_memory;
  std::unique_ptr<FrameAligner> aligner;
  std::unique_ptr<FrameCodec> codec;
  /// Waits until the device has done all it was given.
  std::function<void()> finish = [] {};

  TrackingKernels ForTracking() const { return {memory, *rasterizer, *loss, *aligner}; }
  MappingKernels ForMapping() const {
    return {memory,     *rasterizer, *loss,  *flat,  *iso,       *adam,
            *densifier, *exposures,  *mover, *hider, *map_memory};
  }
};

/// The one place that chooses a back end: for `auto` that for CUDA where it can be used, else the CPU's.
/// Throws UsageError if `device` is not built in or not present.
Backend MakeBackend(Device device);

}  // namespace isogs
