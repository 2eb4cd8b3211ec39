// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/camera/obstacles.h"

#include <algorithm>

namespace isogs::synthetic {

Obstacles::Obstacles(const Scene& scene) {
  for (const SceneObject& object : scene.objects) {
    const std::vector<OrientedBox> boxes = SolidBoxes(object);
    boxes_.insert(boxes_.end(), boxes.begin(), boxes.end());
  }
}

double Obstacles::Clearance(const Eigen::Vector3d& point, double enough) const {
  double nearest = enough;
  for (const OrientedBox& box : boxes_) {
    const double reach = nearest + box.half.norm();
    if ((point - box.center).squaredNorm() < reach * reach)
      nearest = std::min(nearest, DistanceTo(box, point));
  }
  return nearest;
}

}  // namespace isogs::synthetic
