// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// Presses Gaussians flat: the mean, over the Gaussians in view, of their smallest scale.
class FlatLoss {
 public:
  virtual ~FlatLoss() = default;

  /// Adds `weight` times the derivative of the mean, over the Gaussians of `rows`, of their smallest scale to
  /// the rows: to the smallest axis alone, the first of equals.
  virtual void Add(const GaussianView& map, double weight, const GradientRows& rows) = 0;

  /// The mean [m] over the calls of Add since the last call of this, 0 where there were no rows. Waits for
  /// the device; Add does not.
  virtual double TakeMean() = 0;
};

}  // namespace isogs
