// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace isogs {

/// Connected components as a forest: parents[i] <= i, a root is its own parent. The lowest node of a
/// component is its root, whatever the order of the unions.
inline uint32_t FindRoot(std::vector<uint32_t>& parents, uint32_t node) {
  while (parents[node] != node) {
    parents[node] = parents[parents[node]];
    node = parents[node];
  }
  return node;
}

/// Joins the components of a and b; returns the root.
inline uint32_t UniteRoots(std::vector<uint32_t>& parents, uint32_t a, uint32_t b) {
  a = FindRoot(parents, a);
  b = FindRoot(parents, b);
  if (a > b) std::swap(a, b);
  parents[b] = a;
  return a;
}

}  // namespace isogs
