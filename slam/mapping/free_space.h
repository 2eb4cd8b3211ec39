// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/mapping/view_witness_math.h"
#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// Finds Gaussians in space that views saw to be free (docs/method.md, "Pruning"): floaters, and surfaces
/// made from depth or poses that later views do not confirm.
class FreeSpace {
 public:
  virtual ~FreeSpace() = default;

  /// Forgets what views said. `count`: size of the map that the next ones are asked about.
  virtual void Begin(int64_t count) = 0;
  /// Asks a view about every Gaussian.
  virtual void Look(const GaussianView& map, const WitnessView& view) = 0;
  /// [count] 1 for each that at least `min_views` views saw through, and more than saw a surface there; else
  /// 0. On the back end's device, valid until the next call.
  virtual const uint8_t* Mark(int min_views) = 0;
};

}  // namespace isogs
