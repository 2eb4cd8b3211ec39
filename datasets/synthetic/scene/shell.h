// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/scene/materials.h"

namespace isogs::synthetic {

/// A rounded corner of a room: where its walls would meet, and the way from there into the room (+-1).
struct RoundCorner {
  int room = 0;
  double x = 0.0, y = 0.0;
  double inward_x = 1.0, inward_y = 1.0;
  double radius_m = 0.0;
};

/// Adds floors, ceilings, walls with door openings, skirting and the rounded corners of the scene's plan.
void AddShell(Scene& scene, Random& random, Materials& materials, const std::vector<RoundCorner>& corners);

}  // namespace isogs::synthetic
