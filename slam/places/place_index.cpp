// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/places/place_index.h"

#include <algorithm>
#include <tuple>

namespace isogs {

std::vector<PlaceMatch> PlaceIndex::Query(const PlaceCode& code, size_t count,
                                          const std::function<bool(size_t)>& allows) const {
  std::vector<PlaceMatch> matches;
  for (size_t place = 0; place < codes_.size(); ++place) {
    if (allows && !allows(place)) continue;
    const double dissimilarity = Dissimilarity(code, codes_[place]);
    if (dissimilarity < 1.0) matches.push_back({place, dissimilarity});
  }
  const auto kept = matches.begin() + static_cast<std::ptrdiff_t>(std::min(count, matches.size()));
  std::partial_sort(matches.begin(), kept, matches.end(), [](const PlaceMatch& a, const PlaceMatch& b) {
    return std::tuple(a.dissimilarity, a.place) < std::tuple(b.dissimilarity, b.place);
  });
  matches.erase(kept, matches.end());
  return matches;
}

}  // namespace isogs
