// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/scene/assembly.h"
#include "datasets/synthetic/scene/materials.h"

// Furniture of random shape and size. Each stands with the middle of its base at the origin, its back at -y.
namespace isogs::synthetic {

Furnishing MakeTable(Random& random, Materials& materials, double height_m);
Furnishing MakeChair(Random& random, Materials& materials);
Furnishing MakeSofa(Random& random, Materials& materials);
Furnishing MakeBed(Random& random, Materials& materials);
Furnishing MakeShelf(Random& random, Materials& materials);
Furnishing MakeCabinet(Random& random, Materials& materials);
Furnishing MakeFloorLamp(Random& random, Materials& materials);
Furnishing MakePlant(Random& random, Materials& materials);
Furnishing MakePouf(Random& random, Materials& materials);

}  // namespace isogs::synthetic
