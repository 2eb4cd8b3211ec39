// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "slam/tracking/alignment_pyramid.h"

// Single rows of the alignment's pyramids, vectorised, one thread.
namespace isogs {

/// Row y of the finest level: 1/z and grey, 0 where there is none (silhouette, invalid, not a number).
void ViewRow(const float* planes, float min_silhouette, PyramidLevel& level, int y);
void FrameRow(const FrameView& frame, PyramidLevel& level, int y);
/// Row y of the next coarser level from two rows of the finer. A view's grey is the mean of the pixels that
/// have a depth: the others show the background.
void HalveViewRow(const PyramidLevel& fine, PyramidLevel& coarse, int y);
void HalveFrameRow(const PyramidLevel& fine, PyramidLevel& coarse, int y);

struct ViewRowSums {
  double inverse_depth = 0.0;
  int64_t usable = 0;
};
/// Row y of what alignment reads, from 1/z and grey of the rows around. Normals come from planes fitted to
/// the pixels within `radius` (1 or 2).
ViewRowSums FinishViewRow(ViewLevel& level, int radius, int y);
void FinishFrameRow(FrameLevel& level, int y);

}  // namespace isogs
