// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/volume_grid.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "shared/core/error.h"

namespace isogs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr MapBounds kRoom = {{-1.0, 0.5, 0.0}, {4.0, 4.5, 2.6}};

/// The volume's box reaches half a cell beyond its centres.
void ExpectCovers(const VolumeGrid& grid, const MapBounds& bounds) {
  for (size_t k = 0; k < 3; ++k) {
    // The move to the lattice is half a cell at most.
    EXPECT_LE(grid.OriginM()[k] - grid.spacing_m, bounds.low_m[k] + 1e-9) << k;
    EXPECT_GE(grid.OriginM()[k] + grid.spacing_m * static_cast<double>(grid.Cells()[k]),
              bounds.high_m[k] - 1e-9)
        << k;
  }
}

TEST(VolumeGrid, IsACubeAroundTheMapIfNothingIsSaid) {
  PrerenderConfig options;
  options.voxel_size = 50;
  const VolumeGrid grid = PlaceVolume(options, kRoom, "a");
  EXPECT_DOUBLE_EQ(grid.spacing_m, 0.1);
  EXPECT_THAT(grid.Cells(), ElementsAre(50, 50, 50));
  EXPECT_EQ(grid.Cells(), CellsOf(options));
  ExpectCovers(grid, kRoom);
}

TEST(VolumeGrid, PaddingIsAddedOnEverySide) {
  PrerenderConfig options;
  options.voxel_size = 60;
  options.padding = 0.5;
  const VolumeGrid grid = PlaceVolume(options, kRoom, "a");
  EXPECT_DOUBLE_EQ(grid.spacing_m, 0.1);
  EXPECT_NEAR(grid.OriginM()[0], -1.5, 0.11);
  options.volume_dims = {5.0, 4.0, 2.6};
  EXPECT_THAT(CellsOf(options), ElementsAre(60, 50, 36));
}

TEST(VolumeGrid, GivenSizesHaveCubesForCells) {
  PrerenderConfig options;
  options.voxel_size = 128;
  options.volume_dims = {4.0, 4.0, 3.0};
  EXPECT_THAT(CellsOf(options), ElementsAre(128, 128, 96));
  options.volume_dims = {4.0, 1e-3, 3.01};
  EXPECT_THAT(CellsOf(options), ElementsAre(128, 1, 97));
  const VolumeGrid grid = PlaceVolume(options, kRoom, "a");
  EXPECT_EQ(grid.Cells(), CellsOf(options));
}

TEST(VolumeGrid, CentresArePointsOfTheLattice) {
  PrerenderConfig options;
  options.voxel_size = 33;
  options.volume_dims = {1.7, 1.3, 0.9};
  options.center = {0.123, -4.56, 7.89};
  const VolumeGrid grid = PlaceVolume(options, kRoom, "a");
  for (size_t k = 0; k < 3; ++k) {
    EXPECT_DOUBLE_EQ(grid.OriginM()[k], grid.box.low[k] * grid.spacing_m);
    const double middle =
        grid.OriginM()[k] + 0.5 * grid.spacing_m * (static_cast<double>(grid.Cells()[k]) - 1.0);
    EXPECT_NEAR(middle, (*options.center)[k], 0.5001 * grid.spacing_m);
  }
}

TEST(VolumeGrid, OfOnePointNeedsASize) {
  PrerenderConfig options;
  const MapBounds point = {{1.0, 1.0, 1.0}, {1.0, 1.0, 1.0}};
  try {
    PlaceVolume(options, point, "one.ply");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("one.ply: all of it is in one place"));
  }
  options.padding = 0.5;
  EXPECT_NO_THROW(PlaceVolume(options, point, "one.ply"));
}

TEST(VolumeGrid, FarAwayIsRefused) {
  PrerenderConfig options;
  options.volume_dims = {0.001, 0.001, 0.001};
  options.center = {900'000.0, 0.0, 0.0};
  EXPECT_THROW(PlaceVolume(options, kRoom, "a"), Error);
}

}  // namespace
}  // namespace isogs
