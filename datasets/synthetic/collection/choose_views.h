// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "datasets/synthetic/collection/glance.h"
#include "datasets/synthetic/collection/scene_files.h"
#include "shared/core/random.h"

namespace isogs::synthetic {

struct ChosenViews {
  Pose single = Pose::Identity();       ///< world_from_camera
  std::array<Pose, kMultiViews> multi;  ///< of the same things from several sides
};

/// Of the scene that `glancer` looks at, from free places at a person's heights: of many views, drawn at
/// random, those that show most.
ChosenViews ChooseViews(const Scene& scene, const Glancer& glancer, Random& random);

}  // namespace isogs::synthetic
