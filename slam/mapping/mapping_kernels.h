// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/device/device_memory.h"
#include "slam/losses/exposure.h"
#include "slam/losses/flat_loss.h"
#include "slam/losses/image_loss.h"
#include "slam/losses/iso_loss.h"
#include "slam/mapping/adam.h"
#include "slam/mapping/densify.h"
#include "slam/mapping/hide_pixels.h"
#include "slam/mapping/map_memory.h"
#include "slam/mapping/move_gaussians.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {

/// What mapping needs of a back end, which must outlive it.
struct MappingKernels {
  MemoryKind memory;
  Rasterizer& rasterizer;
  ImageLoss& loss;
  FlatLoss& flat;
  IsoLoss& iso;
  AdamUpdater& adam;
  Densifier& densifier;
  ExposureFitter& exposures;
  GaussianMover& mover;
  PixelHider& hider;
  MapMemory& map_memory;
};

}  // namespace isogs
