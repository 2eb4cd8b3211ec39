// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/core/suggestion.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace isogs {
namespace {

constexpr size_t kLongestName = 100;  // beyond, nobody means a key, and comparing takes long

std::string_view LastPart(std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); }

/// Distance of two keys: as they stand, or of their last parts at the price of one more edit.
size_t KeyDistance(std::string_view name, std::string_view candidate) {
  return std::min(EditDistance(name, candidate), EditDistance(LastPart(name), LastPart(candidate)) + 1);
}

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b) {
  // Optimal string alignment: d(i,j) from the three rows of prefixes of `a` of length i - 2, i - 1 and i.
  std::vector<size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + 1);
      }
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() > kLongestName) return "";
  // Of candidates as near, the one whose whole key is nearest.
  constexpr size_t kFar = std::numeric_limits<size_t>::max();
  auto [nearest, whole] = std::pair(kFar, kFar);
  const std::string* best = nullptr;
  for (const std::string& candidate : candidates) {
    const auto distance = std::pair(KeyDistance(name, candidate), EditDistance(name, candidate));
    if (distance < std::pair(nearest, whole)) {
      std::tie(nearest, whole) = distance;
      best = &candidate;
    }
  }
  // Half the letters or more changed is another word.
  if (best == nullptr || 2 * nearest > std::max<size_t>(LastPart(name).size(), 4)) return "";
  return " (did you mean '" + *best + "'?)";
}

}  // namespace isogs
