// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "slam/places/thumbnail.h"

namespace isogs {

/// What a frame looks like, for finding others like it: randomised ferns (Glocker et al., TVCG 2015). A fern
/// asks of one pixel of the thumbnail whether red, green, blue and depth are above its thresholds. The ferns
/// are the same in every run.
struct PlaceCode {
  static constexpr int kFerns = 512;
  static constexpr uint8_t kUnknown = 0xff;  // where nothing was measured

  std::array<uint8_t, kFerns> answers;  // 4 bits each, or kUnknown
  int known = 0;                        // of them
};

PlaceCode MakePlaceCode(const Thumbnail& thumbnail);

/// Share (0..1) of different answers, of those that both know, scaled to the frame that knows fewer: 0 the
/// same place, 1 nothing in common.
double Dissimilarity(const PlaceCode& a, const PlaceCode& b);

}  // namespace isogs
