// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "slam/rendering/gaussian_view.h"

namespace isogs {

/// Presses Gaussians flat: the mean, over the Gaussians in view, of their smallest scale.
class FlatLoss {
 public:
  virtual ~FlatLoss() = default;

  /// Returns the mean over the Gaussians of `rows` of their smallest scale [m], 0 if there are none, and adds
  /// `weight` times its derivative to the rows: to the smallest axis alone, the first of equals.
  virtual double Add(const GaussianView& map, double weight, const GradientRows& rows) = 0;
};

}  // namespace isogs
