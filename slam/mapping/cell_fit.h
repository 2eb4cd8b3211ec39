// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "shared/core/host_device.h"
#include "slam/device/frame_view.h"

// What a part of a frame shows, for kernels on any device.
namespace isogs {

/// width x height pixels of a grid of that stride, from (x, y) on.
struct GridCell {
  int x, y;
  int width, height;
  int stride;
};

/// The pixel at a column and row of a cell.
ISOGS_HD inline int64_t PixelOf(const GridCell& cell, int image_width, int column, int row) {
  const int x = cell.x + column * cell.stride, y = cell.y + row * cell.stride;
  return int64_t{y} * image_width + x;
}

/// A cell's colour and depth, and how far they are from linear over the image, as the colours of a gradient
/// and the inverse depths of a plane are.
struct CellFit {
  float color[3] = {};          // mean
  float inverse_depth = 0.0f;   // mean [1/m]: a plane's at the cell's centre
  float color_residual = 0.0f;  // root mean square of what the fit leaves, of the worst channel
  float depth_residual = 0.0f;  // of inverse depth, over its mean
  float depth_step = 0.0f;      // its slope a pixel of the grid, over its mean
};

/// Sums for the linear fit of values on a cell.
struct CellSums {
  float first = 0.0f;  // what the values are counted from
  float sum = 0.0f, squares = 0.0f, by_x = 0.0f, by_y = 0.0f;

  ISOGS_HD void Add(float value, float dx, float dy) {
    const float v = value - first;
    sum += v;
    squares += v * v;
    by_x += v * dx;
    by_y += v * dy;
  }
  ISOGS_HD float Mean(const GridCell& cell) const {
    return first + sum / static_cast<float>(cell.width * cell.height);
  }
  /// Steepest slope of the fit along an axis, a pixel.
  ISOGS_HD float Slope(const GridCell& cell) const {
    const float x = cell.width > 1 ? std::abs(by_x) / SpreadX(cell) : 0.0f;
    const float y = cell.height > 1 ? std::abs(by_y) / SpreadY(cell) : 0.0f;
    return x > y ? x : y;
  }
  /// Root mean square of what the fit leaves. Two pixels are always linear: there, of what a constant leaves.
  ISOGS_HD float Residual(const GridCell& cell) const {
    const float n = static_cast<float>(cell.width * cell.height);
    float left = squares - sum * sum / n;
    if (n > 2.0f) {
      if (cell.width > 1) left -= by_x * by_x / SpreadX(cell);
      if (cell.height > 1) left -= by_y * by_y / SpreadY(cell);
    }
    return left > 0.0f ? std::sqrt(left / n) : 0.0f;
  }

 private:
  /// Sum of dx^2, and of dy^2, over a cell.
  ISOGS_HD static float SpreadX(const GridCell& cell) { return Spread(cell.width, cell.height); }
  ISOGS_HD static float SpreadY(const GridCell& cell) { return Spread(cell.height, cell.width); }
  ISOGS_HD static float Spread(int along, int across) {
    return static_cast<float>(across * along * (along * along - 1)) / 12.0f;
  }
};

/// For a cell whose depths are all valid.
ISOGS_HD inline CellFit FitCell(const FrameView& frame, const GridCell& cell) {
  const int64_t plane_size = int64_t{frame.width} * frame.height;
  const int64_t first = PixelOf(cell, frame.width, 0, 0);
  CellSums colors[3], depth;
  for (int k = 0; k < 3; ++k) colors[k].first = frame.color[k * plane_size + first];
  depth.first = 1.0f / frame.depth_m[first];
  const float middle_x = 0.5f * static_cast<float>(cell.width - 1);
  const float middle_y = 0.5f * static_cast<float>(cell.height - 1);
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      const int64_t pixel = PixelOf(cell, frame.width, column, row);
      const float dx = static_cast<float>(column) - middle_x, dy = static_cast<float>(row) - middle_y;
      for (int k = 0; k < 3; ++k) colors[k].Add(frame.color[k * plane_size + pixel], dx, dy);
      depth.Add(1.0f / frame.depth_m[pixel], dx, dy);
    }
  }
  CellFit fit;
  fit.inverse_depth = depth.Mean(cell);
  fit.depth_residual = depth.Residual(cell) / fit.inverse_depth;
  fit.depth_step = depth.Slope(cell) / fit.inverse_depth;
  for (int k = 0; k < 3; ++k) {
    fit.color[k] = colors[k].Mean(cell);
    const float residual = colors[k].Residual(cell);
    if (residual > fit.color_residual) fit.color_residual = residual;
  }
  return fit;
}

}  // namespace isogs
