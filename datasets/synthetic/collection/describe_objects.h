// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "datasets/synthetic/collection/scene_records.h"
#include "datasets/synthetic/scene/scene.h"
#include "datasets/synthetic/surface/scene_mesh.h"

namespace isogs::synthetic {

/// A scene's things, and which of its objects they are.
struct DescribedObjects {
  std::vector<ObjectRecord> records;
  std::vector<int> id_of_object;  ///< by place in the scene's list; -1: walls, floor, ceiling
};
DescribedObjects DescribeObjects(const Scene& scene, const SceneMesh& mesh);

/// Of the part that an object is built on, its first.
MaterialClass MaterialClassOf(const Scene& scene, const SceneObject& object);

}  // namespace isogs::synthetic
