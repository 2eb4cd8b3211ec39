// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/scene/assembly.h"
#include "datasets/synthetic/scene/materials.h"

// Small things that stand on furniture or hang on walls; frames as in furniture.h.
namespace isogs::synthetic {

Furnishing MakeRug(Random& random, Materials& materials, double width_m, double depth_m);
Furnishing MakePicture(Random& random, Materials& materials);
Furnishing MakeWallShelf(Random& random, Materials& materials);
Furnishing MakeScreen(Random& random, Materials& materials);
/// Shows trees and sky, less bright than its light: cameras see more of a window than is left of it at full
/// brightness.
Furnishing MakeWindow(Random& random, Materials& materials);
Furnishing MakeCeilingLamp(Materials& materials, double width_m, double depth_m, const Color& radiance);
Furnishing MakeStorageBox(Random& random, Materials& materials, double largest_m);
Furnishing MakeBall(Random& random, Materials& materials, double diameter_m);
Furnishing MakeVase(Random& random, Materials& materials, double height_m);
/// Upright, its back at +y.
Furnishing MakeBook(Random& random, Materials& materials, double highest_m);

}  // namespace isogs::synthetic
