// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/cuda/sample_groups.h"

#include <cstddef>

namespace isogs::cuda {
namespace {

int Length(const SampleBox& box, int axis) { return box.last[axis] - box.low[axis] + 1; }

void AddGroup(const SampleBox& box, int side, SampleGroups* groups) {
  groups->boxes.push_back(box);
  const size_t end = groups->samples.size() + SampleGroups::kSize;
  for (int z = box.low[2]; z <= box.last[2]; ++z) {
    for (int y = box.low[1]; y <= box.last[1]; ++y) {
      for (int x = box.low[0]; x <= box.last[0]; ++x) {
        groups->samples.push_back(static_cast<uint32_t>((z * side + y) * side + x));
      }
    }
  }
  groups->samples.resize(end, SampleGroups::kNone);
}

/// Halves the box along its longest side until it fits.
void Split(const SampleBox& box, int side, SampleGroups* groups) {
  if (Length(box, 0) * Length(box, 1) * Length(box, 2) <= SampleGroups::kSize) {
    AddGroup(box, side, groups);
    return;
  }
  int longest = 2;  // x is kept longest, for memory's sake
  for (const int axis : {1, 0}) {
    if (Length(box, axis) > Length(box, longest)) longest = axis;
  }
  SampleBox lower = box, upper = box;
  upper.low[longest] = box.low[longest] + (Length(box, longest) + 1) / 2;
  lower.last[longest] = upper.low[longest] - 1;
  Split(lower, side, groups);
  Split(upper, side, groups);
}

}  // namespace

SampleGroups::SampleGroups(int block_size) {
  const int side = block_size + 1, inner = block_size - 1;
  // The upper faces on their own: the rest splits evenly.
  Split({{0, 0, 0}, {inner, inner, inner}}, side, this);
  Split({{0, 0, block_size}, {block_size, block_size, block_size}}, side, this);
  Split({{0, block_size, 0}, {block_size, block_size, inner}}, side, this);
  Split({{block_size, 0, 0}, {block_size, inner, inner}}, side, this);
}

}  // namespace isogs::cuda
