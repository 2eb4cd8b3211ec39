// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstdint>

#include "shared/core/host_device.h"
#include "shared/geometry/depth_sensor.h"
#include "slam/device/frame_view.h"
#include "slam/mapping/cell_fit.h"
#include "slam/mapping/densify_math.h"

// How large a part of the image one new Gaussian stands for, for kernels on any device.
namespace isogs {

/// Width and height of a cell in a byte; 0: no cell.
struct CellShape {
  static constexpr uint8_t kCell = 0x80;

  ISOGS_HD static uint8_t Pack(int log_width, int log_height) {
    return static_cast<uint8_t>(kCell | log_width | log_height << 3);
  }
  ISOGS_HD static int Width(uint8_t shape) { return 1 << (shape & 7); }
  ISOGS_HD static int Height(uint8_t shape) { return 1 << (shape >> 3 & 7); }
};

/// The cell of that shape that begins at a place of the grid's order, counted through all tiles.
ISOGS_HD inline GridCell CellAt(const GridOrder& grid, int64_t place, uint8_t shape) {
  const auto tile = static_cast<int>(place / GridOrder::kTilePlaces);
  const auto in_tile = static_cast<int>(place % GridOrder::kTilePlaces);
  return {grid.ColumnAt(tile % grid.TilesAcross(), in_tile), grid.RowAt(tile / grid.TilesAcross(), in_tile),
          CellShape::Width(shape), CellShape::Height(shape), grid.stride};
}

/// Divides the image into cells, each as large as it is smooth: halved, the way that leaves less, until they
/// are (docs/method.md, "Densification").
struct CellDivider {
  static constexpr float kMinGapShare = 0.75f;  // of a cell's pixels: below, it is divided
  static constexpr float kMaxDepthStep =
      0.02f;  // over depth, a pixel: two pixels of two surfaces are linear, too

  GapTest is_gap;
  GridOrder grid;
  FrameView frame;
  int max_side;  // a power of 2, at most GridOrder::kTile
  float max_color_residual, max_depth_residual;

  /// The cells of a square of max_side^2 places of a tile, from `first_place` on, that lack a Gaussian: the
  /// shape of each where it begins, 0 elsewhere.
  ISOGS_HD void Divide(int tile_x, int tile_y, int first_place, uint8_t* shapes) const {
    for (int place = 0; place < max_side * max_side; ++place) shapes[place] = 0;
    const int left = grid.ColumnAt(tile_x, first_place), top = grid.RowAt(tile_y, first_place);
    int log_side = 0;
    while (1 << log_side < max_side) ++log_side;
    Part waiting[kMostWaiting];  // the next at the end
    waiting[0] = {0, 0, log_side, log_side};
    for (int count = 1; count > 0;) {
      const Part part = waiting[--count];
      const GridCell cell{left + part.x * grid.stride, top + part.y * grid.stride, 1 << part.log_width,
                          1 << part.log_height, grid.stride};
      const bool single = part.log_width + part.log_height == 0;
      if (single ? IsGap(cell) : IsSmooth(cell)) {
        shapes[GridOrder::PlaceOf(part.x, part.y)] = CellShape::Pack(part.log_width, part.log_height);
      } else if (!single) {
        Halve(part, cell, waiting + count);
        count += 2;
      }
    }
  }

 private:
  /// A cell in its square.
  struct Part {
    int x, y;
    int log_width, log_height;
  };
  static constexpr int kMostWaiting = 10;  // halving 16 x 16 down to a pixel leaves one of 8 levels each

  ISOGS_HD bool IsInside(const GridCell& cell) const {
    return cell.x + (cell.width - 1) * cell.stride < frame.width &&
           cell.y + (cell.height - 1) * cell.stride < frame.height;
  }
  ISOGS_HD bool IsGap(const GridCell& cell) const {
    return IsInside(cell) && is_gap(int64_t{cell.y} * frame.width + cell.x);
  }
  /// Whether all its depths can be fitted.
  ISOGS_HD bool IsMeasured(const GridCell& cell) const {
    if (!IsInside(cell)) return false;
    for (int row = 0; row < cell.height; ++row) {
      for (int column = 0; column < cell.width; ++column) {
        if (!IsRenderable(frame.depth_m[PixelOf(cell, frame.width, column, row)])) return false;
      }
    }
    return true;
  }
  ISOGS_HD bool IsSmooth(const GridCell& cell) const {
    if (!IsMeasured(cell)) return false;
    int gaps = 0;
    for (int row = 0; row < cell.height; ++row) {
      for (int column = 0; column < cell.width; ++column) {
        gaps += is_gap(PixelOf(cell, frame.width, column, row)) ? 1 : 0;
      }
    }
    if (static_cast<float>(gaps) < kMinGapShare * static_cast<float>(cell.width * cell.height)) return false;
    const CellFit fit = FitCell(frame, cell);
    const float z_m = 1.0f / fit.inverse_depth;
    const float noise = static_cast<float>(SensorSigma(is_gap.sensor, z_m, 1.0)) / z_m;
    return fit.color_residual <= max_color_residual && fit.depth_residual <= max_depth_residual + noise &&
           fit.depth_step <= kMaxDepthStep + noise;
  }
  /// How far a cell is from smooth.
  ISOGS_HD float Roughness(const GridCell& cell) const {
    constexpr float kNotMeasured = 1e6f;
    if (!IsMeasured(cell)) return kNotMeasured;
    const CellFit fit = FitCell(frame, cell);
    const float color = fit.color_residual / (max_color_residual + 1e-6f),
                depth = fit.depth_residual / (max_depth_residual + 1e-6f);
    return color * color + depth * depth + (fit.depth_step > kMaxDepthStep ? 1.0f : 0.0f);
  }
  ISOGS_HD void Halve(const Part& part, const GridCell& cell, Part* halves) const {
    GridCell left = cell, top = cell;
    left.width /= 2;
    top.height /= 2;
    GridCell right = left, bottom = top;
    right.x += left.width * cell.stride;
    bottom.y += top.height * cell.stride;
    bool across = part.log_width > part.log_height;
    if (part.log_width > 0 && part.log_height > 0) {
      const float beside = Roughness(left) + Roughness(right), below = Roughness(top) + Roughness(bottom);
      if (beside != below) across = beside < below;
    }
    halves[0] =
        halves[1] = {part.x, part.y, part.log_width - (across ? 1 : 0), part.log_height - (across ? 0 : 1)};
    (across ? halves[1].x : halves[1].y) += across ? left.width : top.height;
  }
};

}  // namespace isogs
