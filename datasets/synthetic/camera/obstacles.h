// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// All that is solid in a scene.
class Obstacles {
 public:
  explicit Obstacles(const Scene& scene);

  /// Distance to the nearest object's box, at most `enough` [m]: never more than to its surface; 0 inside.
  double Clearance(const Eigen::Vector3d& point, double enough) const;

 private:
  std::vector<OrientedBox> boxes_;
};

}  // namespace isogs::synthetic
