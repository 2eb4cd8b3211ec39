// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// Draws materials and keeps them in the scene; each returns the new one's index.
class Materials {
 public:
  Materials(Scene* scene, Random* random) : scene_(scene), random_(random) {}

  int Wall();        ///< paint, wallpaper or bricks
  int WhitePaint();  ///< ceilings, frames
  int Floor();       ///< planks, tiles or carpet
  int Wood();
  int Fabric();
  int Lacquer();  ///< furniture that is painted
  int Metal();
  int Dark();  ///< a screen
  int Ceramic();
  int Leaves();
  int Cover();  ///< of a book or box
  int Rug();
  int Poster();
  int Glow(const Color& radiance);
  int Outdoors(const Color& radiance);

 private:
  int Keep(MaterialClass material_class, Material material);
  Random& random() { return *random_; }

  Scene* scene_;
  Random* random_;
};

}  // namespace isogs::synthetic
