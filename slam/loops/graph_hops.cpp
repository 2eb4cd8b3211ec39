// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/loops/graph_hops.h"

namespace isogs {

std::vector<int> HopsFrom(size_t start, size_t keyframes, std::span<const KeyframeEdge> edges) {
  std::vector<std::vector<size_t>> neighbors(keyframes);
  for (const KeyframeEdge& edge : edges) {
    const auto from = static_cast<size_t>(edge.from), to = static_cast<size_t>(edge.to);
    neighbors[from].push_back(to);
    neighbors[to].push_back(from);
  }
  const int unreached = static_cast<int>(keyframes);
  std::vector<int> hops(keyframes, unreached);
  if (start >= keyframes) return hops;
  std::vector<size_t> reached = {start};
  hops[start] = 0;
  for (size_t i = 0; i < reached.size(); ++i) {
    for (const size_t next : neighbors[reached[i]]) {
      if (hops[next] != unreached) continue;
      hops[next] = hops[reached[i]] + 1;
      reached.push_back(next);
    }
  }
  return hops;
}

}  // namespace isogs
