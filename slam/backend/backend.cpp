// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/backend/backend.h"

#include "slam/backend/backend_cuda.h"
#include "slam/keyframes/frame_codec_cpu.h"
#include "slam/losses/exposure_cpu.h"
#include "slam/losses/flat_loss_cpu.h"
#include "slam/losses/image_loss_cpu.h"
#include "slam/losses/iso_loss_cpu.h"
#include "slam/mapping/adam_cpu.h"
#include "slam/mapping/densify_cpu.h"
#include "slam/mapping/hide_pixels_cpu.h"
#include "slam/mapping/map_memory_cpu.h"
#include "slam/mapping/move_gaussians_cpu.h"
#include "slam/rendering/rasterizer_cpu.h"
#include "slam/rendering/rasterizer_reference.h"
#include "slam/tracking/frame_aligner_cpu.h"

namespace isogs {
namespace {

/// What both CPU back ends share: everything but the rasteriser.
Backend MakeHostBackend() {
  Backend backend;
  backend.loss = MakeImageLossCpu();
  backend.flat = MakeFlatLossCpu();
  backend.iso = MakeIsoLossCpu();
  backend.adam = MakeAdamUpdaterCpu();
  backend.densifier = MakeDensifierCpu();
  backend.exposures = MakeExposureFitterCpu();
  backend.hider = MakePixelHiderCpu();
  backend.mover = MakeGaussianMoverCpu();
  backend.map_memory = MakeMapMemoryCpu();
  backend.aligner = MakeFrameAlignerCpu();
  backend.codec = MakeFrameCodecCpu();
  return backend;
}

Backend MakeCpuBackend() {
  Backend backend = MakeHostBackend();
  backend.name = "cpu";
  backend.simd_target = CpuRasterizerSimdTarget();
  backend.rasterizer = MakeCpuRasterizer();
  return backend;
}

Backend MakeReferenceBackend() {
  Backend backend = MakeHostBackend();
  backend.name = "cpu_reference";
  backend.rasterizer = MakeReferenceRasterizer();
  return backend;
}

}  // namespace

Backend MakeBackend(Device device) {
  std::string why;
  if (device == Device::kCpuReference) return MakeReferenceBackend();
  if (device == Device::kCuda || (device == Device::kAuto && HasCudaBackend(&why))) return MakeCudaBackend();
  return MakeCpuBackend();
}

}  // namespace isogs
