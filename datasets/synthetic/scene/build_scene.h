// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "datasets/synthetic/scene/combinations.h"
#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

struct RoomSize {
  double width_m = 0.0;
  double depth_m = 0.0;
};
inline constexpr double kSmallestRoom_m = 2.5, kLargestRoom_m = 12.0;

/// How a room of a data set of many differs from others.
struct RoomRules {
  Combinations combinations = Combinations::kUsual;
  bool cluttered = false;  ///< more things, on the floor and on furniture
};

/// A furnished room; without a size, one by the seed. Throws UsageError for a size out of range.
Scene BuildRoom(uint64_t seed, const std::optional<RoomSize>& size = std::nullopt,
                const RoomRules& rules = {});
/// Five furnished rooms in a ring.
Scene BuildFlat(uint64_t seed);

}  // namespace isogs::synthetic
