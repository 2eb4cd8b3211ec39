// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "shared/page/plot.h"

namespace isogs {

/// A curve over x, which does not decrease, with at most about 2 `columns` points: of each of as many equal
/// parts of x the lowest and the highest point, in their order, so that no peak is lost. Where there is
/// a point that is not finite, a gap stays.
std::vector<PlotPoint> ThinnedCurve(const std::vector<PlotPoint>& points, size_t columns = 500);

/// A way in the plane, without the points that lie within `distance` of the last one kept.
std::vector<PlotPoint> ThinnedWay(const std::vector<PlotPoint>& points, double distance);

}  // namespace isogs
