// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/scene/combinations.h"
#include "datasets/synthetic/scene/scene.h"

namespace isogs::synthetic {

/// Draws materials and keeps them in the scene; each returns the new one's index.
class Materials {
 public:
  Materials(Scene* scene, Random* random, Combinations combinations = Combinations::kUsual)
      : scene_(scene), random_(random), rule_(combinations) {}

  /// What a thing of this kind is built of: by the room's rule, else what `usual()` draws.
  template <typename Usual>
  int For(ObjectKind kind, const Usual& usual) {
    return rule_.Covers(kind) ? OfClass(rule_.Draw(kind, random())) : usual();
  }
  bool HasRuleFor(ObjectKind kind) const { return rule_.Covers(kind); }

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
  int OfClass(MaterialClass material_class);
  Random& random() { return *random_; }

  Scene* scene_;
  Random* random_;
  CombinationRule rule_;
};

}  // namespace isogs::synthetic
