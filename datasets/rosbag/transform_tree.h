// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "datasets/rosbag/messages.h"
#include "datasets/time_association.h"

namespace isogs {

/// Frames and how they move in their parents, as tf tells it. Whoever has no parent is a root.
class TransformTree {
 public:
  /// `is_static`: holds at all times.
  void Add(const TransformMessage& transform, bool is_static);
  /// After the last Add: an edge that never moved counts as static, however rarely it was said.
  void Finish();

  bool Has(const std::string& frame) const;
  std::string RootOf(const std::string& frame) const;
  /// Nothing where the frames are not connected, or an edge between them is not known at that time
  /// (PoseTrack).
  std::optional<Pose> At(const std::string& target, const std::string& source, double time_s) const;
  /// Nothing also where an edge between them moves.
  std::optional<Pose> Fixed(const std::string& target, const std::string& source) const;

 private:
  struct Edge {
    std::string parent;
    Trajectory stamped;  // parent_from_child
    std::optional<Pose> fixed;
    std::optional<PoseTrack> moving;
  };

  /// The frame, its parent, and so on.
  std::vector<std::string> WayUp(const std::string& frame) const;
  std::optional<Pose> Along(const std::vector<std::string>& way, size_t steps,
                            std::optional<double> time_s) const;
  std::optional<Pose> Between(const std::string& target, const std::string& source,
                              std::optional<double> time_s) const;

  std::map<std::string, Edge> edges_;  // by child
};

}  // namespace isogs
