// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/accessories.h"

#include <algorithm>

#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {

Furnishing MakeRug(Random&, Materials& materials, double width_m, double depth_m) {
  Assembly rug(ObjectKind::kRug);
  rug.Box({0, 0, 0.006}, {width_m, depth_m, 0.012}, materials.Rug());
  return rug.Take();
}

Furnishing MakePicture(Random& random, Materials& materials) {
  Assembly picture(ObjectKind::kPicture);
  double width = Between(random, 0.35, 1.0), height = Between(random, 0.35, 0.8);
  const double border = Between(random, 0.02, 0.05);
  const int frame = Chance(random, 0.5) ? materials.Wood() : materials.Metal();
  picture.Frame(width, height, border, 0.03, frame);
  picture.Box({0, -0.006, height / 2}, {width - 2 * border, 0.018, height - 2 * border}, materials.Poster());
  return picture.Take();
}

Furnishing MakeWallShelf(Random& random, Materials& materials) {
  Assembly shelf(ObjectKind::kWallShelf);
  const double width = Between(random, 0.6, 1.0), depth = 0.2;
  const int wood = materials.Wood();
  shelf.Box({0, 0, 0.0125}, {width, depth, 0.025}, wood);
  shelf.AddLedge({{-width / 2, -depth / 2 + 0.01, width / 2, depth / 2 - 0.01}, 0.025, 0.28});
  return shelf.Take();
}

Furnishing MakeScreen(Random& random, Materials& materials) {
  Assembly screen(ObjectKind::kScreen);
  const int dark = materials.Dark(), metal = materials.Metal();
  const double width = Between(random, 0.6, 1.0), height = 0.58 * width;
  screen.Box({0, 0, 0.06 + height / 2}, {width, 0.035, height}, dark);
  screen.Box({0, -0.01, 0.04}, {0.08, 0.015, 0.06}, metal);
  screen.Box({0, 0, 0.005}, {0.3, 0.16, 0.01}, metal);
  return screen.Take();
}

Furnishing MakeWindow(Random& random, Materials& materials) {
  Assembly window(ObjectKind::kWindow);
  const double width = Between(random, 1.1, 1.7), height = Between(random, 1.0, 1.3), border = 0.06;
  const int frame = materials.WhitePaint();
  window.Frame(width, height, border, 0.05, frame);
  window.Box({0, 0.002, height / 2}, {0.04, 0.036, height - 2 * border}, frame);
  window.Box({0, -0.018, height / 2}, {width - 2 * border, 0.008, height - 2 * border},
             materials.Outdoors({1.2f, 1.25f, 1.3f}));
  window.Box({0, 0.07, -0.015}, {width + 0.1, 0.19, 0.03}, frame);
  return window.Take();
}

Furnishing MakeCeilingLamp(Materials& materials, double width_m, double depth_m, const Color& radiance) {
  Assembly lamp(ObjectKind::kCeilingLamp);
  const int frame = materials.Metal();
  lamp.Box({0, 0, 0.035}, {width_m, depth_m, 0.05}, frame);
  lamp.Box({0, 0, 0.005}, {width_m - 0.04, depth_m - 0.04, 0.01}, materials.Glow(radiance));
  return lamp.Take();
}

Furnishing MakeStorageBox(Random& random, Materials& materials, double largest_m) {
  Assembly box(ObjectKind::kStorageBox);
  const double width = largest_m * Between(random, 0.5, 1.0), depth = largest_m * Between(random, 0.4, 0.8);
  const double height = largest_m * Between(random, 0.35, 0.9);
  const int cover = materials.For(ObjectKind::kStorageBox, [&] { return materials.Cover(); });
  const bool one_material = materials.HasRuleFor(ObjectKind::kStorageBox);
  box.Box({0, 0, height / 2 - 0.1 * height}, {width - 0.012, depth - 0.012, 0.8 * height}, cover);
  box.Box({0, 0, 0.9 * height}, {width, depth, 0.2 * height},
          one_material || Chance(random, 0.5) ? cover : materials.Cover());
  return box.Take();
}

Furnishing MakeBall(Random&, Materials& materials, double diameter_m) {
  Assembly ball(ObjectKind::kBall);
  ball.Ellipsoid({0, 0, diameter_m / 2}, Eigen::Vector3d::Constant(diameter_m),
                 materials.For(ObjectKind::kBall, [&] { return materials.Ceramic(); }));
  return ball.Take();
}

Furnishing MakeVase(Random& random, Materials& materials, double height_m) {
  Assembly vase(ObjectKind::kVase);
  const int ceramic = materials.For(ObjectKind::kVase, [&] { return materials.Ceramic(); });
  const double width = height_m * Between(random, 0.35, 0.6), belly = 0.6 * height_m;
  vase.Cylinder({0, 0, 0}, 0.6 * width, belly, ceramic, 1.6);
  vase.Cylinder({0, 0, belly}, 0.96 * width, 0.25 * height_m, ceramic, 0.5);
  vase.Cylinder({0, 0, belly + 0.25 * height_m}, 0.48 * width, 0.15 * height_m, ceramic, 1.3);
  return vase.Take();
}

Furnishing MakeBook(Random& random, Materials& materials, double highest_m) {
  Assembly book(ObjectKind::kBook);
  const double height = std::min(highest_m, Between(random, 0.17, 0.29)), depth = 0.72 * height;
  const double width = Between(random, 0.015, 0.05);
  const int cover = materials.Cover();
  book.Box({0, 0, height / 2}, {width, depth, height}, cover);
  return book.Take();
}

}  // namespace isogs::synthetic
