// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "slam/places/place_code.h"

namespace isogs {

/// A place that was seen before.
struct PlaceMatch {
  size_t place = 0;  // in the order in which they were added, of those that are still there
  double dissimilarity = 1.0;
};

/// What the run's keyframes look like, to find those that look like a frame. 516 bytes a keyframe.
class PlaceIndex {
 public:
  void Add(const PlaceCode& code) { codes_.push_back(code); }
  void Remove(size_t place) { codes_.erase(codes_.begin() + static_cast<std::ptrdiff_t>(place)); }
  void Clear() { codes_.clear(); }
  size_t size() const { return codes_.size(); }
  const PlaceCode& at(size_t place) const { return codes_[place]; }

  /// Up to `count` places that are most like `code`, most alike first, older first where they are equally so;
  /// of those only that `allows` (empty: all). None that has nothing in common.
  std::vector<PlaceMatch> Query(const PlaceCode& code, size_t count,
                                const std::function<bool(size_t)>& allows = {}) const;

 private:
  std::vector<PlaceCode> codes_;
};

}  // namespace isogs
