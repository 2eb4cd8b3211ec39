// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/camera/gaze.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr int kYaws = 72;
constexpr double kYawStep = 2 * kPi / kYaws;
constexpr int kHalfView = 5;                                   // yaws to each side that an image sees
constexpr std::array<double, 3> kSlopes = {-0.6, -0.25, 0.0};  // of the rays that look around
constexpr double kNear_m = 1.0, kFar_m = 3.0;

using YawCosts = std::array<double, kYaws>;

/// What a gaze sees along each yaw, without regard to width: higher is worse.
YawCosts LookAround(const Scene& scene, const SceneMesh& mesh, const RayScene& rays,
                    const Eigen::Vector3d& position) {
  YawCosts costs = {};
  for (int yaw = 0; yaw < kYaws; ++yaw) {
    RTCRayHit8 packet;
    const auto lanes = static_cast<int>(kSlopes.size());
    for (int k = 0; k < lanes; ++k) {
      const Eigen::Vector3d direction =
          Eigen::Vector3d(std::cos(yaw * kYawStep), std::sin(yaw * kYawStep), kSlopes[static_cast<size_t>(k)])
              .normalized();
      SetRay(packet.ray, k, position.cast<float>(), direction.cast<float>(),
             std::numeric_limits<float>::infinity());
    }
    rays.Intersect(packet, lanes, false);
    for (int k = 0; k < lanes; ++k) {
      if (packet.hit.geomID[k] == RTC_INVALID_GEOMETRY_ID) continue;
      const double distance_m = packet.ray.tfar[k];
      const Patch& patch = mesh.patches[mesh.patch_of_triangle[packet.hit.primID[k]]];
      double cost = -0.5 * std::min(distance_m, kFar_m) / kFar_m;
      if (!IsShell(scene.objects[static_cast<size_t>(patch.object)].kind)) cost -= 0.8;
      cost += 3.0 * std::max(0.0, kNear_m - distance_m) / kNear_m;
      costs[static_cast<size_t>(yaw)] += cost / static_cast<double>(lanes);
    }
  }
  return costs;
}

YawCosts CostsAt(const Scene& scene, const SceneMesh& mesh, const RayScene& rays, const GazeStop& stop) {
  const YawCosts narrow = LookAround(scene, mesh, rays, stop.position);
  YawCosts costs = {};
  for (int yaw = 0; yaw < kYaws; ++yaw) {
    for (int beside = -kHalfView; beside <= kHalfView; ++beside)
      costs[static_cast<size_t>(yaw)] +=
          narrow[static_cast<size_t>((yaw + beside + kYaws) % kYaws)] / (2 * kHalfView + 1);
    costs[static_cast<size_t>(yaw)] += 0.25 * (1.0 - std::cos(yaw * kYawStep - stop.heading_rad));
  }
  return costs;
}

/// Of all sequences whose yaws differ by `reach` steps at most from one to the next, the cheapest; `first`:
/// the yaw to begin, and to end at; -1: any.
std::vector<int> Cheapest(const std::vector<YawCosts>& costs, int reach, int first) {
  constexpr double kTurnCost = 0.03;  // a step
  YawCosts best = costs.front();
  if (first >= 0) {
    best.fill(std::numeric_limits<double>::infinity());
    best[static_cast<size_t>(first)] = 0.0;
  }
  std::vector<std::array<int, kYaws>> from(costs.size());
  for (size_t k = 1; k < costs.size(); ++k) {
    YawCosts next;
    next.fill(std::numeric_limits<double>::infinity());
    for (int yaw = 0; yaw < kYaws; ++yaw) {
      for (int turn = -reach; turn <= reach; ++turn) {
        const int before = (yaw - turn + kYaws) % kYaws;
        const double cost = best[static_cast<size_t>(before)] + kTurnCost * std::abs(turn) +
                            costs[k][static_cast<size_t>(yaw)];
        if (cost >= next[static_cast<size_t>(yaw)]) continue;
        next[static_cast<size_t>(yaw)] = cost;
        from[k][static_cast<size_t>(yaw)] = before;
      }
    }
    best = next;
  }
  int yaw = first >= 0 ? first : static_cast<int>(std::ranges::min_element(best) - best.begin());
  std::vector<int> yaws(costs.size());
  for (size_t k = costs.size(); k-- > 0;) {
    yaws[k] = yaw;
    if (k > 0) yaw = from[k][static_cast<size_t>(yaw)];
  }
  return yaws;
}

}  // namespace

std::vector<double> ChooseGazes(const Scene& scene, const SceneMesh& mesh, const RayScene& rays,
                                const std::vector<GazeStop>& stops, const GazeOptions& options) {
  std::vector<YawCosts> costs(stops.size());
  ParallelFor(static_cast<int64_t>(stops.size()), 4, [&](int64_t begin, int64_t end) {
    for (size_t k = static_cast<size_t>(begin); k < static_cast<size_t>(end); ++k)
      costs[k] = CostsAt(scene, mesh, rays, stops[k]);
  });
  const int reach = static_cast<int>(options.largest_turn_rad / kYawStep + 1e-6);
  int first = -1;
  if (options.closed) {
    first = static_cast<int>(std::ranges::min_element(costs.front()) - costs.front().begin());
    costs.push_back(costs.front());
  }
  std::vector<int> yaws = Cheapest(costs, reach, first);
  std::vector<double> gazes = {yaws.front() * kYawStep};
  for (size_t k = 1; k < stops.size(); ++k) {
    const int turn = (yaws[k] - yaws[k - 1] + kYaws + kYaws / 2) % kYaws - kYaws / 2;
    gazes.push_back(gazes.back() + turn * kYawStep);
  }
  return gazes;
}

}  // namespace isogs::synthetic
