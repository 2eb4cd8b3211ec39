// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/glance.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "datasets/synthetic/collection/describe_objects.h"

namespace isogs::synthetic {
namespace {

constexpr int kWidth_px = 48;  // whole tiles of the renderer
constexpr float kNear_m = 1.0f;
constexpr int kLeastMovable = 3, kLeastHeldOut = 2;
constexpr int kMostPerKind = 3, kManyKinds = 12;

}  // namespace

bool IsMovable(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::kCeilingLamp:
    case ObjectKind::kPicture:
    case ObjectKind::kWindow:
    case ObjectKind::kWallShelf:
    case ObjectKind::kRug:
      return false;
    default:
      return !IsShell(kind);
  }
}

bool Glance::Shows(int object) const {
  return std::ranges::any_of(seen, [&](const SeenObject& other) { return other.object == object; });
}

Glancer::Glancer(const Renderer& rooms, const ObjectPixels& pixels, const ViewWishes& wishes)
    : rooms_(rooms),
      pixels_(pixels),
      wishes_(wishes),
      small_(wishes.camera.Resized(kWidth_px, kWidth_px * wishes.camera.height / wishes.camera.width)) {}

Glance Glancer::Look(const Pose& world_from_camera) const {
  const HitImage hits = rooms_.CastCenters({small_, {&world_from_camera, 1}});
  const auto total = static_cast<double>(hits.depth_m.plane_size());
  Glance glance;
  glance.world_from_camera = world_from_camera;
  glance.near_share = static_cast<double>(std::ranges::count_if(
                          hits.depth_m.values(), [](float depth_m) { return depth_m < kNear_m; })) /
                      total;
  for (const SeenObject& seen :
       wishes_.occluded ? pixels_.Count(small_, world_from_camera, hits) : pixels_.CountVisible(hits)) {
    const double share = static_cast<double>(seen.visible_px) / total;
    glance.things_share += share;
    glance.largest_share = std::max(glance.largest_share, share);
    if (share >= kRecognisedShare) glance.seen.push_back(seen);
  }
  Count(glance);
  return glance;
}

void Glancer::Count(Glance& glance) const {
  const Scene& scene = rooms_.scene();
  std::array<int, kObjectKinds> of_kind = {};
  double hidden = 0.0;
  for (const SeenObject& seen : glance.seen) {
    const SceneObject& object = scene.objects[static_cast<size_t>(seen.object)];
    if (IsHeldOut(object.kind, MaterialClassOf(scene, object))) ++glance.held_out;
    if (!IsMovable(object.kind)) continue;
    if (++of_kind[static_cast<size_t>(object.kind)] <= kMostPerKind) ++glance.kinds;
    if (object.kind == ObjectKind::kBook) continue;
    ++glance.movable;
    if (seen.alone_px > 0)
      hidden += 1.0 - static_cast<double>(seen.visible_px) / static_cast<double>(seen.alone_px);
  }
  glance.occlusion = hidden / std::max(glance.movable, 1);
}

double Glancer::Score(const Glance& glance) const {
  double score = static_cast<double>(std::min(glance.kinds, kManyKinds)) / kManyKinds;
  score += std::min(glance.things_share, 0.6);
  score -= 2.0 * glance.near_share + 2.0 * std::max(0.0, glance.largest_share - 0.25);
  if (wishes_.occluded) score += 3.0 * glance.occlusion;
  if (wishes_.held_out) score += 0.25 * std::min(glance.held_out, 2 * kLeastHeldOut);
  if (glance.movable < kLeastMovable) score -= 10.0;
  if (wishes_.held_out && glance.held_out < kLeastHeldOut) score -= 10.0;
  return score;
}

Pose LookAt(const Eigen::Vector3d& position, const Eigen::Vector3d& target) {
  constexpr double kSteepest_rad = 0.61;
  const Eigen::Vector3d along = target - position;
  const double yaw = std::atan2(along.y(), along.x());
  const double pitch =
      std::clamp(std::atan2(along.z(), along.head<2>().norm()), -kSteepest_rad, kSteepest_rad);
  Pose pose = Pose::Identity();
  pose.linear().col(0) = Eigen::Vector3d(std::sin(yaw), -std::cos(yaw), 0.0);
  pose.linear().col(2) =
      Eigen::Vector3d(std::cos(yaw) * std::cos(pitch), std::sin(yaw) * std::cos(pitch), std::sin(pitch));
  pose.linear().col(1) = pose.linear().col(2).cross(pose.linear().col(0));
  pose.translation() = position;
  return pose;
}

}  // namespace isogs::synthetic
