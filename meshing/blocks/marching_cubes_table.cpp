// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/marching_cubes_table.h"

#include <cstddef>
#include <vector>

namespace isogs {
namespace {

using Loop = std::vector<int>;  // edges of the cube, in order around a patch of the surface

int CornerCoordinate(int corner, int axis) { return corner >> axis & 1; }

/// The edge between two corners that differ along one axis.
int EdgeBetween(int a, int b) {
  const int difference = a ^ b;
  const int axis = difference == 1 ? 0 : difference == 2 ? 1 : 2;
  const int first = axis == 0 ? 1 : 0, second = axis == 2 ? 1 : 2;
  return 4 * axis + CornerCoordinate(a, first) + 2 * CornerCoordinate(a, second);
}

/// Corners of a face, counter-clockwise seen from outside the cube.
std::array<int, 4> FaceCorners(int axis, int side) {
  const int u = 1 << (axis + 1) % 3, v = 1 << (axis + 2) % 3;
  const int origin = side << axis;
  if (side == 1) return {origin, origin | u, origin | u | v, origin | v};
  return {origin, origin | v, origin | u | v, origin | u};
}

/// next[e]: the edge that follows e around a patch; -1 where e is not cut. On each face every run of inside
/// corners is cut off by one segment, from the edge where the walk around the face enters it to the one where
/// it leaves it; the neighbour walks the other way around and gets the same segment reversed.
std::array<int, kCubeEdges> CutFaces(int inside) {
  std::array<int, kCubeEdges> next;
  next.fill(-1);
  for (int face = 0; face < 6; ++face) {
    const std::array<int, 4> corners = FaceCorners(face / 2, face % 2);
    const auto is_inside = [&](int i) { return (inside >> corners[(i + 4) % 4] & 1) != 0; };
    for (int i = 0; i < 4; ++i) {
      if (!is_inside(i) || is_inside(i - 1)) continue;
      const int entered = EdgeBetween(corners[(i + 3) % 4], corners[i]);
      int last = i;
      while (is_inside(last + 1)) ++last;
      const int left = EdgeBetween(corners[last % 4], corners[(last + 1) % 4]);
      next[entered] = left;
    }
  }
  return next;
}

std::vector<Loop> TraceLoops(const std::array<int, kCubeEdges>& next) {
  std::vector<Loop> loops;
  std::array<bool, kCubeEdges> done = {};
  for (int first = 0; first < kCubeEdges; ++first) {
    if (next[first] < 0 || done[first]) continue;
    Loop loop;
    for (int edge = first; !done[edge]; edge = next[edge]) {
      done[edge] = true;
      loop.push_back(edge);
    }
    loops.push_back(loop);
  }
  return loops;
}

/// Whether two edges lie on one face of the cube.
bool ShareFace(int a, int b) {
  for (int face = 0; face < 6; ++face) {
    const std::array<int, 4> corners = FaceCorners(face / 2, face % 2);
    int found = 0;
    for (int i = 0; i < 4; ++i) {
      const int edge = EdgeBetween(corners[i], corners[(i + 1) % 4]);
      found += (edge == a ? 1 : 0) + (edge == b ? 1 : 0);
    }
    if (found == 2) return true;
  }
  return false;
}

/// Cuts triangles off the loop one by one, so that no diagonal lies on a face of the cube, where the
/// neighbour's patch might have the same. False if there is no such way.
bool Triangulate(const Loop& loop, CubeCase* out) {
  const auto add = [&](int a, int b, int c) {
    size_t at = 3 * static_cast<size_t>(out->triangle_count++);
    for (const int edge : {a, b, c}) out->edges[at++] = static_cast<uint8_t>(edge);
  };
  const size_t size = loop.size();
  if (size == 3) {
    add(loop[0], loop[1], loop[2]);
    return true;
  }
  for (size_t i = 0; i < size; ++i) {
    const int before = loop[(i + size - 1) % size], after = loop[(i + 1) % size];
    if (ShareFace(before, after)) continue;
    Loop rest = loop;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    const CubeCase saved = *out;
    add(before, loop[i], after);
    if (Triangulate(rest, out)) return true;
    *out = saved;
  }
  return false;
}

std::array<CubeCase, 256> MakeTable() {
  std::array<CubeCase, 256> table;
  for (int inside = 0; inside < 256; ++inside) {
    for (const Loop& loop : TraceLoops(CutFaces(inside))) Triangulate(loop, &table[inside]);
  }
  return table;
}

}  // namespace

const std::array<CubeCase, 256>& MarchingCubesTable() {
  static const std::array<CubeCase, 256> table = MakeTable();
  return table;
}

}  // namespace isogs
