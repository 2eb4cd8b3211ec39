// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/collection/constraints.h"

#include <algorithm>
#include <cmath>

#include "datasets/synthetic/scene/oriented_box.h"
#include "shared/geometry/pinhole.h"

namespace isogs::synthetic {
namespace {

const ObjectRecord& ObjectOf(const std::vector<ObjectRecord>& objects, int id) {
  return objects.at(static_cast<size_t>(id));
}

/// The things with the most pixels, by id.
std::vector<int> MostSeen(std::vector<SeenObject> seen) {
  const size_t count = std::min(seen.size(), kMostRelated);
  std::ranges::sort(seen, [](const SeenObject& a, const SeenObject& b) {
    return a.visible_px != b.visible_px ? a.visible_px > b.visible_px : a.object < b.object;
  });
  std::vector<int> ids;
  for (size_t i = 0; i < count; ++i) ids.push_back(seen[i].object);
  std::ranges::sort(ids);
  return ids;
}

double Distance(const std::vector<ObjectRecord>& objects, int a, int b) {
  return (ObjectOf(objects, a).center_m - ObjectOf(objects, b).center_m).norm();
}

void AddDistanceRatios(const std::vector<ObjectRecord>& objects, const std::vector<int>& ids,
                       std::vector<DistanceRatio>& ratios) {
  std::vector<ObjectPair> pairs;
  for (size_t i = 0; i < ids.size(); ++i)
    for (size_t j = i + 1; j < ids.size(); ++j) pairs.push_back({ids[i], ids[j]});
  for (size_t i = 0; i < pairs.size(); ++i) {
    for (size_t j = i + 1; j < pairs.size(); ++j) {
      const double first = Distance(objects, pairs[i][0], pairs[i][1]);
      const double second = Distance(objects, pairs[j][0], pairs[j][1]);
      if (second > 0.0) ratios.push_back({pairs[i], pairs[j], first / second});
    }
  }
}

void AddTriangleRatios(const std::vector<ObjectRecord>& objects, const std::vector<int>& ids,
                       std::vector<TriangleRatios>& ratios) {
  for (size_t i = 0; i < ids.size(); ++i) {
    for (size_t j = i + 1; j < ids.size(); ++j) {
      for (size_t k = j + 1; k < ids.size(); ++k) {
        const double ab = Distance(objects, ids[i], ids[j]), bc = Distance(objects, ids[j], ids[k]);
        const double ca = Distance(objects, ids[k], ids[i]), sum = ab + bc + ca;
        if (sum > 0.0) ratios.push_back({{ids[i], ids[j], ids[k]}, {ab / sum, bc / sum, ca / sum}});
      }
    }
  }
}

/// Ids by value, equal ones by id.
std::vector<int> Ordered(std::vector<std::pair<double, int>> values) {
  std::ranges::sort(values);
  std::vector<int> ids;
  ids.reserve(values.size());
  for (const auto& [value, id] : values) ids.push_back(id);
  return ids;
}

ViewConstraints ViewOf(const std::vector<ObjectRecord>& objects, const CameraRecord& camera) {
  const Pose camera_from_world = camera.world_from_camera.inverse();
  ViewConstraints view;
  std::vector<std::pair<double, int>> across, depths;
  for (const SeenObject& seen : camera.seen) {
    const Eigen::Vector3d center = camera_from_world * ObjectOf(objects, seen.object).center_m;
    depths.emplace_back(center.z(), seen.object);
    if (center.z() > 0.0)
      across.emplace_back(Project(camera.camera, center.x(), center.y(), center.z()).u, seen.object);
    const double share =
        1.0 - static_cast<double>(seen.visible_px) / static_cast<double>(std::max<int64_t>(seen.alone_px, 1));
    view.occlusion.push_back({seen.object, share});
  }
  view.left_to_right = Ordered(std::move(across));
  view.near_to_far = Ordered(std::move(depths));
  return view;
}

/// Grown so that boxes overlap where they were less than kAdjacent_m apart.
OrientedBox GrownBoxOf(const ObjectRecord& object) {
  OrientedBox box;
  box.center = object.center_m;
  box.axes = object.world_from_object.linear();
  box.half = object.size_m / 2 + Eigen::Vector3d::Constant(kAdjacent_m / 2);
  return box;
}

bool IsUnder(const ObjectRecord& under, const ObjectRecord& object) {
  return object.supported_by == under.id || object.contained_in == under.id;
}

std::vector<ObjectPair> AdjacentPairs(const std::vector<ObjectRecord>& objects) {
  std::vector<OrientedBox> boxes;
  boxes.reserve(objects.size());
  for (const ObjectRecord& object : objects) boxes.push_back(GrownBoxOf(object));
  std::vector<ObjectPair> pairs;
  for (size_t i = 0; i < objects.size(); ++i) {
    for (size_t j = i + 1; j < objects.size(); ++j) {
      if (IsUnder(objects[i], objects[j]) || IsUnder(objects[j], objects[i])) continue;
      if (Overlap(boxes[i], boxes[j])) pairs.push_back({objects[i].id, objects[j].id});
    }
  }
  return pairs;
}

}  // namespace

Constraints ConstraintsOf(const std::vector<ObjectRecord>& objects,
                          const std::vector<CameraRecord>& cameras) {
  Constraints constraints;
  if (!cameras.empty()) {
    const std::vector<int> ids = MostSeen(cameras.front().seen);
    AddDistanceRatios(objects, ids, constraints.distance_ratios);
    AddTriangleRatios(objects, ids, constraints.triangle_ratios);
  }
  for (const CameraRecord& camera : cameras) constraints.views.push_back(ViewOf(objects, camera));
  for (const ObjectRecord& object : objects) {
    constraints.support.push_back({object.id, object.supported_by});
    if (object.contained_in >= 0) constraints.containment.push_back({object.id, object.contained_in});
  }
  constraints.adjacency = AdjacentPairs(objects);
  return constraints;
}

}  // namespace isogs::synthetic
