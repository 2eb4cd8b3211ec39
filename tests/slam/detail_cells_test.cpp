// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/detail_cells.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "shared/core/random.h"

namespace isogs {
namespace {

/// A frame of 32 x 32 pixels, beside which nothing is rendered yet.
struct Picture {
  static constexpr int kSide = 32;

  Picture() : color(size_t{3} * kSide * kSide, 0.5f), depth_m(size_t{kSide} * kSide, 2.0f) {}
  void Paint(const std::function<float(int x, int y)>& value) {
    for (int i = 0; i < 3 * kSide * kSide; ++i) {
      color[static_cast<size_t>(i)] = value(i % kSide, i / kSide % kSide);
    }
  }
  void Measure(const std::function<double(int x, int y)>& value_m) {
    for (int i = 0; i < kSide * kSide; ++i) {
      depth_m[static_cast<size_t>(i)] = static_cast<float>(value_m(i % kSide, i / kSide));
    }
  }
  /// The cells of the whole frame.
  std::vector<GridCell> Divide(int max_side = 8, DepthSensor sensor = DepthSensor::kRendered) const {
    const FrameView frame{kSide, kSide, color.data(), depth_m.data()};
    GapTest is_gap = GapTestOf(frame, {}, sensor);
    is_gap.rendered_m = rendered_m.empty() ? nullptr : rendered_m.data();
    is_gap.silhouette = silhouette.data();
    is_gap.max_error_m = 0.1f;
    const CellDivider divider{is_gap, {kSide, kSide, 1}, frame, max_side, 0.01f, 0.002f};
    std::vector<GridCell> cells;
    for (int tile = 0; tile < 4; ++tile) {
      for (int place = 0; place < GridOrder::kTilePlaces; place += max_side * max_side) {
        std::array<uint8_t, GridOrder::kTilePlaces> shapes{};
        divider.Divide(tile % 2, tile / 2, place, shapes.data());
        for (int i = 0; i < max_side * max_side; ++i) {
          const uint8_t shape = shapes[static_cast<size_t>(i)];
          if (shape != 0) {
            cells.push_back(CellAt(divider.grid, int64_t{tile} * GridOrder::kTilePlaces + place + i, shape));
          }
        }
      }
    }
    return cells;
  }

  std::vector<float> color, depth_m, rendered_m, silhouette;
};

/// How many cells each pixel is in.
std::vector<int> Counts(const std::vector<GridCell>& cells) {
  std::vector<int> counts(size_t{Picture::kSide} * Picture::kSide);
  for (const GridCell& cell : cells) {
    for (int row = 0; row < cell.height; ++row) {
      for (int column = 0; column < cell.width; ++column) {
        ++counts[static_cast<size_t>(PixelOf(cell, Picture::kSide, column, row))];
      }
    }
  }
  return counts;
}

void ExpectEachPixelInOne(const std::vector<GridCell>& cells) {
  for (const int count : Counts(cells)) ASSERT_EQ(count, 1);
}

TEST(DetailCells, GradientsAndTiltedPlanesNeedNoDetail) {
  Picture picture;
  picture.Paint([](int x, int y) { return 0.01f * static_cast<float>(x) + 0.02f * static_cast<float>(y); });
  picture.Measure([](int x, int y) { return 1.0 / (0.4 + 0.003 * x - 0.002 * y); });  // linear in 1 / z
  for (const int side : {1, 2, 4, 8, 16}) {
    const std::vector<GridCell> cells = picture.Divide(side);
    EXPECT_EQ(cells.size(), static_cast<size_t>(1024 / (side * side)));
    ExpectEachPixelInOne(cells);
  }
}

TEST(DetailCells, NoCellLiesAcrossAnEdge) {
  Picture picture;
  picture.Measure([](int x, int y) { return y < 21 ? (x < 13 ? 1.0 : 1.1) : 2.0; });
  const std::vector<GridCell> cells = picture.Divide();
  ExpectEachPixelInOne(cells);
  for (const GridCell& cell : cells) {
    EXPECT_TRUE(cell.y >= 21 || cell.x >= 13 || cell.x + cell.width <= 13) << cell.x << " " << cell.width;
    EXPECT_TRUE(cell.y >= 21 || cell.y + cell.height <= 21) << cell.y << " " << cell.height;
  }
  EXPECT_LT(cells.size(), 60u);  // halving along edges: a quadtree has 136
}

TEST(DetailCells, TextureGetsACellAPixel) {
  Picture picture;
  Random random(1);
  picture.Paint([&](int, int) { return static_cast<float>(random.NextUnit()); });
  EXPECT_EQ(picture.Divide().size(), 1024u);
}

TEST(DetailCells, WhatASensorErrsIsNoDetail) {
  Picture picture;
  Random random(2);
  const double sigma_m = SensorSigma(DepthSensor::kKinect, 2.0, 1.0);
  picture.Measure(
      [&](int, int) { return 2.0 + 0.9 * sigma_m * std::copysign(1.0, random.NextUnit() - 0.5); });
  EXPECT_EQ(picture.Divide(8, DepthSensor::kKinect).size(), 16u);
  EXPECT_GT(picture.Divide(8, DepthSensor::kRendered).size(), 200u);
}

TEST(DetailCells, PixelsWithoutDepthAreInNone) {
  Picture picture;
  picture.Measure([](int x, int y) { return x == 9 && y == 17 ? 0.0 : 2.0; });
  const std::vector<GridCell> cells = picture.Divide();
  const std::vector<int> counts = Counts(cells);
  for (int i = 0; i < 1024; ++i) ASSERT_EQ(counts[static_cast<size_t>(i)], i == 17 * 32 + 9 ? 0 : 1) << i;
}

TEST(DetailCells, WhatIsMostlyCoveredGetsOnlyWhatItLacks) {
  Picture picture;
  picture.rendered_m.assign(1024, 2.0f);
  picture.silhouette.assign(1024, 1.0f);
  for (int i = 0; i < 1024; ++i) {
    if (i % 32 < 2) picture.silhouette[static_cast<size_t>(i)] = 0.0f;  // two columns are free
  }
  const std::vector<GridCell> cells = picture.Divide();
  for (const GridCell& cell : cells)
    EXPECT_TRUE(cell.x == 0 && cell.width == 2) << cell.x << " " << cell.width;
  const std::vector<int> counts = Counts(cells);
  for (int i = 0; i < 1024; ++i) EXPECT_EQ(counts[static_cast<size_t>(i)], i % 32 < 2 ? 1 : 0);
}

}  // namespace
}  // namespace isogs
