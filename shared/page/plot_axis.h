// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

namespace isogs {

/// From a plot's values to its pixels.
struct PlotAxis {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  double from = 0.0;  ///< pixels of low and high
  double to = 1.0;

  /// Values that are not finite change nothing.
  void Include(double value);
  /// Some room on either side; any range where nothing was included.
  void Widen();
  double operator()(double value) const { return from + (to - from) * (value - low) / (high - low); }
  double units_per_pixel() const;
  /// About five multiples of 1, 2 or 5 times a power of ten.
  std::vector<double> Ticks() const;
};

/// The coarser one's scale for both, each about its middle: a circle stays a circle.
void MakeScalesEqual(PlotAxis* x, PlotAxis* y);

}  // namespace isogs
