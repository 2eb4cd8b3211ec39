// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/page/plot_axis.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace isogs {
namespace {

constexpr double kTicks = 5.0;  // about

}  // namespace

void PlotAxis::Include(double value) {
  if (!std::isfinite(value)) return;
  low = std::min(low, value);
  high = std::max(high, value);
}

void PlotAxis::Widen() {
  if (!(low <= high)) low = 0.0, high = 1.0;
  // Less than the digits of a double would give ticks that are all the same.
  const double least = std::max({1e-9, 0.05 * std::abs(high), 0.05 * std::abs(low)});
  const double margin = high - low > 1e-9 * least ? 0.06 * (high - low) : least;
  low -= margin;
  high += margin;
}

double PlotAxis::units_per_pixel() const { return (high - low) / std::abs(to - from); }

std::vector<double> PlotAxis::Ticks() const {
  const double rough = (high - low) / kTicks;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10.0 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * power >= rough) step = factor * power;
  }
  std::vector<double> ticks;
  const auto last = static_cast<int64_t>(std::floor(high / step));
  for (auto tick = static_cast<int64_t>(std::ceil(low / step)); tick <= last; ++tick) {
    ticks.push_back(static_cast<double>(tick) * step);
  }
  return ticks;
}

void MakeScalesEqual(PlotAxis* x, PlotAxis* y) {
  const double scale = std::max(x->units_per_pixel(), y->units_per_pixel());
  for (PlotAxis* axis : {x, y}) {
    const double middle = 0.5 * (axis->low + axis->high);
    const double half = 0.5 * scale * std::abs(axis->to - axis->from);
    axis->low = middle - half;
    axis->high = middle + half;
  }
}

}  // namespace isogs
