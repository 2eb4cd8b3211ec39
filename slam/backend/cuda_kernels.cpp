// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/backend/cuda_kernels.h"

#include "slam/keyframes/frame_codec_cuda.h"
#include "slam/losses/exposure_cuda.h"
#include "slam/losses/flat_loss_cuda.h"
#include "slam/losses/image_loss_cuda.h"
#include "slam/losses/iso_loss_cuda.h"
#include "slam/mapping/adam_cuda.h"
#include "slam/mapping/densify_cuda.h"
#include "slam/mapping/hide_pixels_cuda.h"
#include "slam/mapping/map_memory_cuda.h"
#include "slam/mapping/move_gaussians_cuda.h"
#include "slam/rendering/rasterizer_cuda.h"
#include "slam/tracking/frame_aligner_cuda.h"

namespace isogs::cuda {

Backend MakeKernels(Stream stream, MemoryKind memory) {
  Backend backend;
  backend.name = "cuda";
  backend.memory = memory;
  backend.rasterizer = MakeCudaRasterizer(stream);
  backend.loss = MakeImageLossCuda(stream);
  backend.flat = MakeFlatLossCuda(stream);
  backend.iso = MakeIsoLossCuda(stream);
  backend.adam = MakeAdamUpdaterCuda(stream);
  backend.densifier = MakeDensifierCuda(stream);
  backend.hider = MakePixelHiderCuda(stream);
  backend.mover = MakeGaussianMoverCuda(stream);
  backend.map_memory = MakeMapMemoryCuda(stream, memory);
  backend.aligner = MakeFrameAlignerCuda(stream);
  backend.exposures = MakeExposureFitterCuda(stream);
  backend.codec = MakeFrameCodecCuda(stream);
  backend.finish = [stream] { Synchronize(stream); };
  return backend;
}

}  // namespace isogs::cuda
