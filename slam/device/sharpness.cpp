// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/device/sharpness.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace isogs {
namespace {

constexpr double kLeastVariance = 1e-6;  // of greys in 0..1: a covered lens

struct Sums {
  double grey = 0.0, squares = 0.0, gradients = 0.0;
  int64_t pixels = 0, steps = 0;
};

void AddGreys(const std::vector<float>& greys, Sums* sums) {
  float grey_sum = 0.0f, squares = 0.0f;
  for (const float grey : greys) {
    if (!(grey > 0.0f)) continue;
    grey_sum += grey;
    squares += grey * grey;
    ++sums->pixels;
  }
  sums->grey += static_cast<double>(grey_sum);
  sums->squares += static_cast<double>(squares);
}

/// Central differences along `row` and across it: the noise of single pixels counts less than in those of
/// neighbours.
void AddGradients(const std::vector<float>& above, const std::vector<float>& row,
                  const std::vector<float>& below, Sums* sums) {
  float gradients = 0.0f;
  for (size_t x = 1; x + 1 < row.size(); ++x) {
    if (!(row[x - 1] > 0.0f && row[x + 1] > 0.0f && above[x] > 0.0f && below[x] > 0.0f)) continue;
    const float along = 0.5f * (row[x + 1] - row[x - 1]), down = 0.5f * (below[x] - above[x]);
    gradients += along * along + down * down;
    ++sums->steps;
  }
  sums->gradients += static_cast<double>(gradients);
}

}  // namespace

double SharpnessOf(const Image<float>& color) {
  const int width = color.width(), height = color.height();
  std::vector<float> rows[3];  // around the one in the middle, y at y % 3
  Sums sums;
  for (int y = 0; y < height; ++y) {
    std::vector<float>& row = rows[y % 3];
    row.resize(static_cast<size_t>(width));
    for (int x = 0; x < width; ++x) {
      row[static_cast<size_t>(x)] =
          (color.at(0, y, x) + color.at(1, y, x) + color.at(2, y, x)) * (1.0f / 3.0f);
    }
    AddGreys(row, &sums);
    if (y >= 2) AddGradients(rows[(y - 2) % 3], rows[(y - 1) % 3], row, &sums);
  }
  if (sums.pixels == 0 || sums.steps == 0) return 0.0;
  const auto pixels = static_cast<double>(sums.pixels);
  const double mean = sums.grey / pixels, variance = sums.squares / pixels - mean * mean;
  if (!(variance > kLeastVariance)) return 0.0;
  return sums.gradients / static_cast<double>(sums.steps) / variance;
}

}  // namespace isogs
