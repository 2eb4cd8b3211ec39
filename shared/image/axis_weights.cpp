// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/image/axis_weights.h"

#include <algorithm>
#include <cmath>

namespace isogs {
namespace {

constexpr double kNegligible = 1e-9;  // coverage that is only rounding [source pixels]

AxisWeights MakeAxis(int source, int target, int taps) {
  AxisWeights axis;
  axis.taps = std::min(taps, source);
  axis.first.resize(static_cast<size_t>(target));
  axis.weights.resize(axis.first.size() * static_cast<size_t>(axis.taps));
  return axis;
}

/// Coverage of the source pixels by [begin, end], in coordinates where source pixel s spans [s, s + 1].
/// Returns the first tap.
int Cover(double begin, double end, int source, std::vector<double>& coverage) {
  const int taps = static_cast<int>(coverage.size());
  const int first = std::clamp(static_cast<int>(std::floor(begin + kNegligible)), 0, source - taps);
  for (int k = 0; k < taps; ++k) {
    const double covered = std::min(end, first + k + 1.0) - std::max(begin, first + k + 0.0);
    coverage[static_cast<size_t>(k)] = covered > kNegligible ? covered : 0.0;
  }
  return first;
}

/// Multiplies the weights by 1 + k (x - mean), with k such that their centroid becomes `center`. A new pixel
/// that lies within one source pixel has no spread to tilt.
void MoveCentroid(std::vector<double>& weights, int first, double center) {
  double sum = 0.0, mean = 0.0, variance = 0.0;
  for (size_t k = 0; k < weights.size(); ++k) {
    sum += weights[k];
    mean += weights[k] * (first + static_cast<double>(k) + 0.5);
  }
  mean /= sum;
  for (size_t k = 0; k < weights.size(); ++k) {
    const double offset = first + static_cast<double>(k) + 0.5 - mean;
    variance += weights[k] / sum * offset * offset;
  }
  if (variance < kNegligible) return;
  const double tilt = (center - mean) / variance;
  for (size_t k = 0; k < weights.size(); ++k) {
    weights[k] *= 1.0 + tilt * (first + static_cast<double>(k) + 0.5 - mean);
  }
}

void Store(const std::vector<double>& weights, int first, int i, AxisWeights& axis) {
  double sum = 0.0;
  for (double weight : weights) sum += weight;
  axis.first[static_cast<size_t>(i)] = first;
  float* stored = axis.weights.data() + static_cast<size_t>(i) * weights.size();
  for (size_t k = 0; k < weights.size(); ++k) stored[k] = static_cast<float>(weights[k] / sum);
}

AxisWeights LinearWeights(int source, int target) {
  AxisWeights axis = MakeAxis(source, target, 2);
  std::vector<double> weights(static_cast<size_t>(axis.taps), 1.0);
  const double ratio = static_cast<double>(source) / target;
  for (int i = 0; i < target; ++i) {
    const double position = std::clamp((i + 0.5) * ratio - 0.5, 0.0, source - 1.0);
    const int first = std::clamp(static_cast<int>(std::floor(position)), 0, std::max(source - 2, 0));
    if (axis.taps == 2) weights = {first + 1.0 - position, position - first};
    Store(weights, first, i, axis);
  }
  return axis;
}

AxisWeights BoxWeights(int source, int target, bool affine) {
  const double ratio = static_cast<double>(source) / target;
  AxisWeights axis = MakeAxis(source, target, static_cast<int>(std::ceil(ratio - kNegligible)) + 1);
  if (source % target == 0) axis = MakeAxis(source, target, source / target);  // borders coincide
  std::vector<double> weights(static_cast<size_t>(axis.taps));
  for (int i = 0; i < target; ++i) {
    const int first = Cover(i * ratio, (i + 1) * ratio, source, weights);
    if (affine) MoveCentroid(weights, first, (i + 0.5) * ratio);
    Store(weights, first, i, axis);
  }
  return axis;
}

}  // namespace

AxisWeights AreaWeights(int source, int target) { return BoxWeights(source, target, false); }

AxisWeights AffineWeights(int source, int target) {
  return source < target ? LinearWeights(source, target) : BoxWeights(source, target, true);
}

}  // namespace isogs
