// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace isogs {

/// Corner c of a cube lies at (c & 1, c >> 1 & 1, c >> 2 & 1). Edge e runs along axis e / 4 from the corner
/// whose other two coordinates, in the order of the axes, are e & 1 and e >> 1 & 1.
inline constexpr int kCubeEdges = 12;

/// The triangles of marching cubes (Lorensen and Cline 1987) for one pattern of inside corners.
struct CubeCase {
  int triangle_count = 0;
  std::array<uint8_t, 30> edges = {};  ///< three a triangle, counter-clockwise seen from outside
};

/// [256], by the bits of the corners inside. Neighbouring cubes always cut their common face alike (where the
/// corners of a face alternate, those inside are kept apart), and no two triangles inside a cube meet another
/// cube's along anything but these cuts: the surface is a closed manifold wherever the samples go on.
const std::array<CubeCase, 256>& MarchingCubesTable();

}  // namespace isogs
