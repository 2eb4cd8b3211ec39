// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>

#include "shared/core/random.h"

namespace isogs::synthetic {

/// Uniform in [low, high).
inline double Between(Random& random, double low, double high) {
  return low + (high - low) * random.NextUnit();
}
inline int IntBetween(Random& random, int low, int high) {
  const int choices = high - low + 1;
  return low + static_cast<int>(random.NextIndex(static_cast<uint64_t>(choices)));
}
inline bool Chance(Random& random, double probability) { return random.NextUnit() < probability; }

template <typename Container>
const auto& OneOf(Random& random, const Container& choices) {
  return choices[static_cast<size_t>(random.NextIndex(std::size(choices)))];
}

}  // namespace isogs::synthetic
