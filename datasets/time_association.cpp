// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/time_association.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "shared/core/error.h"

namespace isogs {
namespace {

std::vector<size_t> OrderOf(std::span<const double> times_s) {
  std::vector<size_t> order(times_s.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t i) { return times_s[i]; });
  return order;
}

struct Candidate {
  double difference_s;
  size_t a, b;
};

/// Within the limit, from both in order of time.
std::vector<Candidate> Candidates(std::span<const double> a, std::span<const double> b,
                                  double max_difference_s) {
  std::vector<Candidate> candidates;
  const std::vector<size_t> order_b = OrderOf(b);
  auto first = order_b.begin();
  for (const size_t i : OrderOf(a)) {
    while (first != order_b.end() && !(b[*first] > a[i] - max_difference_s)) ++first;
    for (auto j = first; j != order_b.end() && b[*j] < a[i] + max_difference_s; ++j) {
      candidates.push_back({std::abs(a[i] - b[*j]), i, *j});
    }
  }
  return candidates;
}

}  // namespace

std::vector<std::pair<size_t, size_t>> PairInTime(std::span<const double> a, std::span<const double> b,
                                                  double max_difference_s) {
  std::vector<Candidate> candidates = Candidates(a, b, max_difference_s);
  std::ranges::sort(candidates, {}, [&](const Candidate& c) {
    return std::tuple(c.difference_s, a[c.a], b[c.b], c.a, c.b);  // ties as Python's sort has them
  });
  std::vector<bool> used_a(a.size()), used_b(b.size());
  std::vector<std::pair<size_t, size_t>> pairs;
  for (const auto& [difference_s, i, j] : candidates) {
    if (used_a[i] || used_b[j]) continue;
    used_a[i] = used_b[j] = true;
    pairs.emplace_back(i, j);
  }
  std::ranges::sort(pairs);
  return pairs;
}

PoseTrack::PoseTrack(Trajectory trajectory) : trajectory_(std::move(trajectory)) {
  std::ranges::stable_sort(trajectory_, {}, &StampedPose::time_s);
}

std::optional<Pose> PoseTrack::At(double time_s) const {
  const auto after = std::ranges::lower_bound(trajectory_, time_s, {}, &StampedPose::time_s);
  if (after == trajectory_.end()) return std::nullopt;
  if (after->time_s == time_s) return after->world_from_camera;
  if (after == trajectory_.begin()) return std::nullopt;
  const StampedPose& before = *(after - 1);
  const double gap_s = after->time_s - before.time_s;
  if (!(gap_s <= kMaxGapS)) return std::nullopt;
  const double on = (time_s - before.time_s) / gap_s;
  const Eigen::Quaterniond a(before.world_from_camera.linear()), b(after->world_from_camera.linear());
  Pose pose = Pose::Identity();
  pose.linear() = a.slerp(on, b).toRotationMatrix();  // Eigen's goes the short way
  pose.translation() =
      (1.0 - on) * before.world_from_camera.translation() + on * after->world_from_camera.translation();
  return pose;
}

Pose PoseTrack::PoseAt(double time_s, const std::filesystem::path& file) const {
  if (const std::optional<Pose> pose = At(time_s)) return *pose;
  throw Error(fmt::format(
      "{}: found no poses around time {:.6f}, expected one before and one after, at most {:g} s apart",
      file.string(), time_s, kMaxGapS));
}

}  // namespace isogs
