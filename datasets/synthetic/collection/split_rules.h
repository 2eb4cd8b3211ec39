// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/collection/collection_plan.h"
#include "datasets/synthetic/collection/glance.h"
#include "datasets/synthetic/scene/build_scene.h"

namespace isogs::synthetic {

// In what splits differ: how their rooms are furnished and looked at.

RoomRules RulesOf(Split split);
ViewWishes WishesOf(Split split, const Camera& camera);

}  // namespace isogs::synthetic
