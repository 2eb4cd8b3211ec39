// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/choose_views.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "datasets/synthetic/camera/free_space.h"
#include "datasets/synthetic/camera/way.h"
#include "datasets/synthetic/scene/draw.h"
#include "shared/core/error.h"
#include "shared/core/parallel.h"

namespace isogs::synthetic {
namespace {

constexpr int kSingleTries = 128, kGroups = 5, kTriesPerGroup = 36;
constexpr double kNearest_m = 1.6, kFarthest_m = 4.5;  // of what is looked at, along the floor
constexpr double kGroupRadius_m = 1.2, kLargeGroup = 8.0;

/// Places on the floor where a camera may be, and where things stand that it may look at.
class Stage {
 public:
  Stage(const Scene& scene, const ViewWishes& wishes)
      : scene_(scene), wishes_(wishes), obstacles_(scene), space_(scene, obstacles_, kClearance_m) {
    if (space_.places().empty())
      throw Error("room: found no free place for a camera, expected some at eye height");
    for (size_t i = 0; i < scene.objects.size(); ++i) {
      const SceneObject& object = scene.objects[i];
      if (IsMovable(object.kind) && object.supported_by < 0) standing_.push_back(static_cast<int>(i));
    }
    if (standing_.empty()) throw Error("room: found no furniture, expected some to look at");
  }

  const std::vector<int>& standing() const { return standing_; }
  Eigen::Vector3d CenterOf(int object) const {
    const SceneObject& at = scene_.objects[static_cast<size_t>(object)];
    return at.world_from_object * BoundsOf(at).center();
  }

  /// A free position with `target` in reach, if one is found soon.
  Eigen::Vector3d PositionNear(const Eigen::Vector3d& target, Random& random) const {
    Eigen::Vector3d position = Eigen::Vector3d::Zero();
    for (int i = 0; i < 30; ++i) {
      const FloorPoint place = OneOf(random, space_.places());
      position << place, Between(random, wishes_.lowest_m, wishes_.highest_m);
      const double away_m = (position - target).head<2>().norm();
      if (away_m < kNearest_m || away_m > kFarthest_m) continue;
      if (obstacles_.Clearance(position, kClearance_m) >= kClearance_m) return position;
    }
    position.z() = FreeSpace::kHighest_m;
    return position;
  }

 private:
  const Scene& scene_;
  const ViewWishes& wishes_;
  Obstacles obstacles_;
  FreeSpace space_;
  std::vector<int> standing_;
};

std::vector<Glance> LookFromAll(const Glancer& glancer, const std::vector<Pose>& poses) {
  std::vector<Glance> glances(poses.size());
  ParallelFor(static_cast<int64_t>(poses.size()), 4, [&](int64_t begin, int64_t end) {
    for (size_t i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i)
      glances[i] = glancer.Look(poses[i]);
  });
  return glances;
}

Eigen::Vector3d Jittered(const Eigen::Vector3d& target, double by_m, Random& random) {
  Eigen::Vector3d jittered = target;
  for (double& along : jittered) along += Between(random, -by_m, by_m);
  return jittered;
}

Pose ChooseSingle(const Stage& stage, const Glancer& glancer, Random& random) {
  std::vector<Pose> poses(kSingleTries);
  for (Pose& pose : poses) {
    const Eigen::Vector3d target = Jittered(stage.CenterOf(OneOf(random, stage.standing())), 0.4, random);
    pose = LookAt(stage.PositionNear(target, random), target);
  }
  const std::vector<Glance> glances = LookFromAll(glancer, poses);
  const auto best =
      std::ranges::max_element(glances, {}, [&](const Glance& glance) { return glancer.Score(glance); });
  return best->world_from_camera;
}

/// Things close to each other, and views of them.
struct Group {
  Eigen::Vector3d center = Eigen::Vector3d::Zero();
  std::vector<int> objects;
  std::vector<Glance> glances;
  std::vector<double> scores;  // of the glances
};

Group GroupAround(int object, const Scene& scene, const Stage& stage, const Glancer& glancer,
                  Random& random) {
  Group group;
  group.center = stage.CenterOf(object);
  for (size_t i = 0; i < scene.objects.size(); ++i) {
    const int other = static_cast<int>(i);
    if (IsMovable(scene.objects[i].kind) && scene.objects[i].kind != ObjectKind::kBook &&
        (stage.CenterOf(other) - group.center).head<2>().norm() < kGroupRadius_m)
      group.objects.push_back(other);
  }
  std::vector<Pose> poses(kTriesPerGroup);
  for (Pose& pose : poses) {
    const Eigen::Vector3d target = Jittered(group.center, 0.15, random);
    pose = LookAt(stage.PositionNear(group.center, random), target);
  }
  group.glances = LookFromAll(glancer, poses);
  for (const Glance& glance : group.glances) {
    const auto shown = static_cast<double>(
        std::ranges::count_if(group.objects, [&](int member) { return glance.Shows(member); }));
    group.scores.push_back(glancer.Score(glance) + 2.0 * std::min(shown / kLargeGroup, 1.0));
  }
  return group;
}

double AngleBetween(const Group& group, const Pose& a, const Pose& b) {
  const Eigen::Vector2d to_a = (a.translation() - group.center).head<2>();
  const Eigen::Vector2d to_b = (b.translation() - group.center).head<2>();
  return std::acos(std::clamp(to_a.normalized().dot(to_b.normalized()), -1.0, 1.0));
}

/// Of a view: from how far to the side of all others it looks at the group, as far as that matters.
double ApartScore(const Group& group, const Pose& pose, std::span<const Pose> others) {
  constexpr double kFarApart_rad = std::numbers::pi / 2, kTooClose_rad = 0.35;
  double apart = kFarApart_rad;
  for (const Pose& other : others) apart = std::min(apart, AngleBetween(group, pose, other));
  return 2.0 * apart / kFarApart_rad - (apart < kTooClose_rad ? 20.0 : 0.0);
}

/// One after the other: each shows much of the group and comes from another side than those before. Returns
/// the sum of their scores.
double ChooseFour(const Group& group, std::array<Pose, kMultiViews>& poses) {
  double total = 0.0;
  for (size_t k = 0; k < kMultiViews; ++k) {
    size_t best = 0;
    double best_score = -std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < group.glances.size(); ++i) {
      const double score =
          group.scores[i] + ApartScore(group, group.glances[i].world_from_camera, {poses.data(), k});
      if (score <= best_score) continue;
      best_score = score;
      best = i;
    }
    poses[k] = group.glances[best].world_from_camera;
    total += best_score;
  }
  return total;
}

}  // namespace

ChosenViews ChooseViews(const Scene& scene, const Glancer& glancer, Random& random) {
  const Stage stage(scene, glancer.wishes());
  ChosenViews views;
  views.single = ChooseSingle(stage, glancer, random);
  double best = -std::numeric_limits<double>::infinity();
  for (int i = 0; i < kGroups; ++i) {
    const Group group = GroupAround(OneOf(random, stage.standing()), scene, stage, glancer, random);
    std::array<Pose, kMultiViews> poses;
    const double score = ChooseFour(group, poses);
    if (score <= best) continue;
    best = score;
    views.multi = poses;
  }
  return views;
}

}  // namespace isogs::synthetic
