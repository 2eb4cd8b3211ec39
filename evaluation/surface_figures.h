// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "evaluation/evaluation.h"

namespace isogs {

/// The value that a share of `values`, which are reordered, lies below; 0.5: the upper median. At least one
/// value; 0 <= share < 1.
double Quantile(std::vector<double>* values, double share);

/// Nothing without points.
std::optional<SurfaceFigures> SurfaceFiguresOf(std::span<const float> densities, double target);
std::optional<MeshFit> MeshFitOf(const MeasuredPoints& points);

}  // namespace isogs
