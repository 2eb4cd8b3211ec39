// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/rosbag/transform_tree.h"

#include <algorithm>
#include <utility>

namespace isogs {
namespace {

constexpr double kSamePose = 1e-9;

bool NeverMoves(const Trajectory& stamped) {
  return std::ranges::all_of(stamped, [&](const StampedPose& pose) {
    return pose.world_from_camera.isApprox(stamped.front().world_from_camera, kSamePose);
  });
}

}  // namespace

void TransformTree::Add(const TransformMessage& transform, bool is_static) {
  if (transform.child.empty() || transform.child == transform.header.frame) return;
  Edge& edge = edges_[transform.child];
  if (edge.parent != transform.header.frame)
    edge = {transform.header.frame, {}, {}, {}};  // the newest parent
  if (is_static) {
    edge.fixed = transform.parent_from_child;
  } else {
    edge.stamped.push_back({transform.header.time_s, transform.parent_from_child});
  }
}

void TransformTree::Finish() {
  for (auto& [child, edge] : edges_) {
    if (edge.fixed || edge.stamped.empty()) continue;
    if (NeverMoves(edge.stamped)) {
      edge.fixed = edge.stamped.front().world_from_camera;
    } else {
      edge.moving.emplace(std::move(edge.stamped));
    }
    edge.stamped = {};
  }
}

bool TransformTree::Has(const std::string& frame) const {
  return edges_.contains(frame) ||
         std::ranges::any_of(edges_, [&](const auto& edge) { return edge.second.parent == frame; });
}

std::string TransformTree::RootOf(const std::string& frame) const { return WayUp(frame).back(); }

std::optional<Pose> TransformTree::At(const std::string& target, const std::string& source,
                                      double time_s) const {
  return Between(target, source, time_s);
}

std::optional<Pose> TransformTree::Fixed(const std::string& target, const std::string& source) const {
  return Between(target, source, std::nullopt);
}

std::vector<std::string> TransformTree::WayUp(const std::string& frame) const {
  std::vector<std::string> way = {frame};
  for (auto edge = edges_.find(frame); edge != edges_.end(); edge = edges_.find(way.back())) {
    const std::string& parent = edge->second.parent;
    if (std::ranges::find(way, parent) != way.end()) break;  // a ring, which tf forbids
    way.push_back(parent);
  }
  return way;
}

/// From the way's first frame to the one that many steps up.
std::optional<Pose> TransformTree::Along(const std::vector<std::string>& way, size_t steps,
                                         std::optional<double> time_s) const {
  Pose up_from_first = Pose::Identity();
  for (size_t i = 0; i < steps; ++i) {
    const Edge& edge = edges_.at(way[i]);
    std::optional<Pose> step = edge.fixed;
    if (!step && time_s && edge.moving) step = edge.moving->At(*time_s);
    if (!step) return std::nullopt;
    up_from_first = *step * up_from_first;
  }
  return up_from_first;
}

std::optional<Pose> TransformTree::Between(const std::string& target, const std::string& source,
                                           std::optional<double> time_s) const {
  const std::vector<std::string> from_target = WayUp(target), from_source = WayUp(source);
  for (size_t i = 0; i < from_source.size(); ++i) {
    const auto common = std::ranges::find(from_target, from_source[i]);
    if (common == from_target.end()) continue;
    const auto up = Along(from_source, i, time_s);
    const auto other = Along(from_target, static_cast<size_t>(common - from_target.begin()), time_s);
    if (!up || !other) return std::nullopt;
    return Orthonormalized(other->inverse() * *up);
  }
  return std::nullopt;
}

}  // namespace isogs
