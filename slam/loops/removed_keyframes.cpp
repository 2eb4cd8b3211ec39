// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/loops/removed_keyframes.h"

#include <algorithm>
#include <utility>

namespace isogs {
namespace {

class Removal {
 public:
  Removal(std::span<const size_t> keyframes, std::span<const KeyframeEdge> edges)
      : keyframes_(keyframes), edges_(edges) {}

  bool IsGone(int64_t keyframe) const {
    return std::ranges::binary_search(keyframes_, static_cast<size_t>(keyframe));
  }
  /// The nearest that is still there, on the way to the first.
  int64_t Kept(int64_t keyframe) const {
    while (IsGone(keyframe)) keyframe = Before(keyframe);
    return keyframe;
  }
  int64_t NewNumber(int64_t keyframe) const {
    return keyframe -
           (std::ranges::lower_bound(keyframes_, static_cast<size_t>(keyframe)) - keyframes_.begin());
  }

 private:
  /// What tracking aligned a keyframe to, which is an earlier one.
  int64_t Before(int64_t keyframe) const {
    const auto found = std::ranges::find_if(
        edges_, [&](const KeyframeEdge& edge) { return edge.to == keyframe && !edge.is_loop; });
    return found == edges_.end() ? keyframe - 1 : found->from;
  }

  std::span<const size_t> keyframes_;
  std::span<const KeyframeEdge> edges_;
};

}  // namespace

int64_t RemoveKeyframes(std::span<const size_t> keyframes, int64_t here, std::vector<KeyframeEdge>* edges) {
  const std::vector<KeyframeEdge> before = std::move(*edges);
  const Removal removal(keyframes, before);
  edges->clear();
  for (KeyframeEdge edge : before) {
    if (removal.IsGone(edge.to) || (edge.is_loop && removal.IsGone(edge.from))) continue;
    edge.from = removal.NewNumber(removal.Kept(edge.from));
    edge.to = removal.NewNumber(edge.to);
    edges->push_back(edge);
  }
  return removal.NewNumber(removal.Kept(here));
}

}  // namespace isogs
