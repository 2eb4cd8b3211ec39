// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/marching_cubes_table.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>

namespace isogs {
namespace {

Eigen::Vector3d MiddleOfEdge(int edge) {
  const int axis = edge / 4;
  Eigen::Vector3d middle;
  middle(axis) = 0.5;
  middle(axis == 0 ? 1 : 0) = edge & 1;
  middle(axis == 2 ? 1 : 2) = edge >> 1 & 1;
  return middle;
}

TEST(MarchingCubesTable, TrianglesAreCounterClockwiseSeenFromOutside) {
  for (int corner = 0; corner < 8; ++corner) {
    const Eigen::Vector3d inside(corner & 1, corner >> 1 & 1, corner >> 2 & 1);
    for (const bool only_inside : {true, false}) {  // it is the only corner inside, or the only one outside
      const CubeCase& cube = MarchingCubesTable()[only_inside ? 1 << corner : 255 - (1 << corner)];
      ASSERT_EQ(cube.triangle_count, 1);
      const Eigen::Vector3d a = MiddleOfEdge(cube.edges[0]), b = MiddleOfEdge(cube.edges[1]),
                            c = MiddleOfEdge(cube.edges[2]);
      const double away = (b - a).cross(c - a).dot(a - inside);
      EXPECT_GT(only_inside ? away : -away, 0.1) << corner;
    }
  }
}

}  // namespace
}  // namespace isogs
