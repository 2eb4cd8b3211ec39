// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "shared/config/config.h"
#include "slam/device_buffer.h"
#include "slam/losses/flat_loss.h"
#include "slam/losses/image_loss.h"
#include "slam/losses/iso_loss.h"
#include "slam/mapping/adam.h"
#include "slam/mapping/densify.h"
#include "slam/rendering/rasterizer.h"
#include "slam/tracking/frame_aligner.h"

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
  std::unique_ptr<FrameAligner> aligner;
  /// Waits until the device has done all it was given.
  std::function<void()> finish = [] {};
};

/// The one place that chooses a back end: for `auto` that for CUDA where it can be used, else the CPU's.
/// Throws UsageError if `device` is not built in or not present.
Backend MakeBackend(Device device);

}  // namespace isogs
