// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/scene/furniture.h"

#include <numbers>

#include "datasets/synthetic/scene/draw.h"

namespace isogs::synthetic {
namespace {

/// Four legs at the corners of a rectangle about the origin.
void AddLegs(Assembly& assembly, double width, double depth, double height, double thickness, bool round,
             int material) {
  for (const double x : {-1.0, 1.0}) {
    for (const double y : {-1.0, 1.0}) {
      const Eigen::Vector3d base(x * (width - thickness) / 2, y * (depth - thickness) / 2, 0.0);
      if (round) {
        assembly.Cylinder(base, thickness, height, material);
      } else {
        assembly.Box(base + Eigen::Vector3d(0, 0, height / 2), {thickness, thickness, height}, material);
      }
    }
  }
}

}  // namespace

Furnishing MakeTable(Random& random, Materials& materials, double height_m) {
  Assembly table(ObjectKind::kTable);
  const int wood = materials.For(ObjectKind::kTable, [&] { return materials.Wood(); });
  const int legs = Chance(random, 0.4) ? materials.Metal() : wood;
  const double thickness = Between(random, 0.025, 0.05);
  if (Chance(random, 0.3)) {  // round, on one foot
    const double diameter = Between(random, 0.7, 1.0);
    table.Cylinder({0, 0, height_m - thickness}, diameter, thickness, wood);
    table.Cylinder({0, 0, 0.03}, 0.09, height_m - thickness - 0.03, legs);
    table.Cylinder({0, 0, 0}, 0.5 * diameter, 0.03, legs);
    const double half = 0.33 * diameter;
    table.AddLedge({{-half, -half, half, half}, height_m, 0.8});
    return table.Take();
  }
  const double width = Between(random, 0.9, 1.5), depth = Between(random, 0.55, 0.8);
  table.Box({0, 0, height_m - thickness / 2}, {width, depth, thickness}, wood);
  AddLegs(table, width - 0.06, depth - 0.06, height_m - thickness, Between(random, 0.04, 0.07),
          Chance(random, 0.4), legs);
  if (Chance(random, 0.6))
    table.Box({0, 0, height_m - thickness - 0.04}, {width - 0.2, depth - 0.16, 0.08}, wood);
  table.AddLedge({{-0.45 * width, -0.42 * depth, 0.45 * width, 0.42 * depth}, height_m, 0.8});
  return table.Take();
}

Furnishing MakeChair(Random& random, Materials& materials) {
  Assembly chair(ObjectKind::kChair);
  const int wood = materials.Wood(), seat = Chance(random, 0.5) ? materials.Fabric() : wood;
  const double side = Between(random, 0.40, 0.46), height = 0.45, back = Between(random, 0.82, 0.98);
  chair.Box({0, 0, height - 0.02}, {side, side, 0.04}, seat);
  AddLegs(chair, side - 0.02, side - 0.02, height - 0.04, 0.035, Chance(random, 0.3), wood);
  for (const double x : {-1.0, 1.0})
    chair.Box({x * (side / 2 - 0.02), -side / 2 + 0.02, (height + back) / 2}, {0.03, 0.03, back - height},
              wood);
  const int slats = IntBetween(random, 2, 3);
  for (int i = 0; i < slats; ++i) {
    const double z = back - 0.05 - 0.12 * i;
    chair.Box({0, -side / 2 + 0.02, z}, {side - 0.07, 0.02, 0.07}, i == 0 ? seat : wood);
  }
  return chair.Take();
}

Furnishing MakeSofa(Random& random, Materials& materials) {
  Assembly sofa(ObjectKind::kSofa);
  const int fabric = materials.Fabric(), wood = materials.Wood();
  const int seats = IntBetween(random, 1, 3);
  const double arm = Between(random, 0.14, 0.2), seat = Between(random, 0.58, 0.66);
  const double width = seats * seat + 2 * arm, depth = Between(random, 0.78, 0.9), base = 0.28, foot = 0.08;
  sofa.Box({0, 0, (base + foot) / 2}, {width, depth, base - foot}, fabric);
  AddLegs(sofa, width - 0.06, depth - 0.06, foot, 0.05, true, wood);
  const double back = Between(random, 0.72, 0.88), arms = Between(random, 0.5, 0.62);
  sofa.Box({0, -depth / 2 + 0.1, (back + base) / 2}, {width - 2 * arm, 0.2, back - base}, fabric);
  for (const double x : {-1.0, 1.0}) {
    sofa.Box({x * (width - arm) / 2, 0, (arms - 0.06 + base) / 2}, {arm, depth, arms - 0.06 - base}, fabric);
    Part& roll = sofa.Box({x * (width - arm) / 2, 0, arms - 0.06}, {arm, arm, depth}, fabric);
    roll.shape = Shape::kCylinder;
    roll.object_from_part.linear() =
        Eigen::AngleAxisd(-0.5 * std::numbers::pi, Eigen::Vector3d::UnitX()).toRotationMatrix();
    roll.size_m = {arm, 0.12, depth};
  }
  const int pillow = materials.Fabric();
  for (int i = 0; i < seats; ++i) {
    const double x = (i - 0.5 * (seats - 1)) * seat;
    sofa.Box({x, 0.1, base + 0.07}, {seat - 0.015, depth - 0.2, 0.14}, fabric);
    if (Chance(random, 0.6)) {
      Part& cushion = sofa.Ellipsoid({x, -depth / 2 + 0.31, base + 0.14 + 0.19}, {0.42, 0.17, 0.38}, pillow);
      cushion.object_from_part.linear() =
          Eigen::AngleAxisd(0.25, Eigen::Vector3d::UnitX()).toRotationMatrix();
    }
  }
  return sofa.Take();
}

Furnishing MakeBed(Random& random, Materials& materials) {
  Assembly bed(ObjectKind::kBed);
  const int wood = materials.Wood(), cover = materials.Fabric(), linen = materials.WhitePaint();
  const double width = Between(random, 0.95, 1.5), length = 2.0;
  bed.Box({0, -length / 2 + 0.02, 0.45}, {width + 0.06, 0.04, 0.9}, wood);
  bed.Box({0, 0.02, 0.2}, {width, length - 0.04, 0.16}, wood);
  AddLegs(bed, width - 0.04, length - 0.1, 0.12, 0.06, false, wood);
  bed.Box({0, 0.02, 0.36}, {width - 0.03, length - 0.07, 0.16}, linen);
  bed.Box({0, 0.28, 0.445}, {width + 0.01, length - 0.6, 0.05}, cover);
  const int pillows = width > 1.2 ? 2 : 1;
  for (int i = 0; i < pillows; ++i) {
    const double x = (i - 0.5 * (pillows - 1)) * 0.62;
    bed.Ellipsoid({x, -length / 2 + 0.3, 0.51}, {0.58, 0.38, 0.16}, linen);
  }
  return bed.Take();
}

Furnishing MakeShelf(Random& random, Materials& materials) {
  Assembly shelf(ObjectKind::kShelf);
  const int wood = materials.For(
      ObjectKind::kShelf, [&] { return Chance(random, 0.6) ? materials.Wood() : materials.Lacquer(); });
  const double width = Between(random, 0.7, 1.2), depth = Between(random, 0.28, 0.36), board = 0.022;
  const int rows = IntBetween(random, 3, 5);
  const double spacing = Between(random, 0.31, 0.37), foot = 0.06;
  const double height = foot + rows * spacing + board;
  shelf.Box({0, -depth / 2 + 0.005, height / 2}, {width - 2 * board, 0.01, height}, wood);
  for (const double x : {-1.0, 1.0})
    shelf.Box({x * (width - board) / 2, 0, height / 2}, {board, depth, height}, wood);
  const double half = width / 2 - board;
  for (int row = 0; row <= rows; ++row) {
    const double z = foot + row * spacing;
    shelf.Box({0, 0.005, z + board / 2}, {2 * half, depth - 0.01, board}, wood);
    if (row < rows)
      shelf.AddLedge({{-half, -depth / 2 + 0.012, half, depth / 2}, z + board, spacing - board, true});
  }
  shelf.AddLedge({{-half, -depth / 2 + 0.02, half, depth / 2 - 0.02}, height, 0.35});
  return shelf.Take();
}

Furnishing MakeCabinet(Random& random, Materials& materials) {
  Assembly cabinet(ObjectKind::kCabinet);
  const int body = Chance(random, 0.6) ? materials.Wood() : materials.Lacquer(), knob = materials.Metal();
  const int columns = IntBetween(random, 2, 3), rows = IntBetween(random, 1, 3);
  const double column = Between(random, 0.4, 0.52), width = columns * column,
               depth = Between(random, 0.38, 0.46);
  const double foot = 0.1, height = foot + rows * Between(random, 0.24, 0.3) + 0.1, front = 0.018;
  cabinet.Box({0, -front / 2, (height + foot) / 2}, {width, depth - front, height - foot}, body);
  AddLegs(cabinet, width - 0.04, depth - 0.06, foot, 0.05, false, knob);
  const int door = Chance(random, 0.5) ? body : materials.Lacquer();
  const double row_height = (height - foot) / rows;
  for (int row = 0; row < rows; ++row) {
    for (int c = 0; c < columns; ++c) {
      const double x = (c - 0.5 * (columns - 1)) * column, z = foot + (row + 0.5) * row_height;
      cabinet.Box({x, depth / 2 - front / 2, z}, {column - 0.012, front, row_height - 0.012}, door);
      cabinet.Ellipsoid({x, depth / 2 + 0.012, z + 0.3 * row_height}, {0.026, 0.026, 0.026}, knob);
    }
  }
  cabinet.AddLedge({{-0.47 * width, -0.42 * depth, 0.47 * width, 0.38 * depth}, height, 0.7});
  return cabinet.Take();
}

Furnishing MakeFloorLamp(Random& random, Materials& materials) {
  Assembly lamp(ObjectKind::kFloorLamp);
  const int metal = materials.Metal(), shade = materials.Glow({2.2f, 1.7f, 1.05f});
  const double height = Between(random, 1.3, 1.6), bottom = Between(random, 0.3, 0.4);
  lamp.Cylinder({0, 0, 0}, 0.28, 0.025, metal);
  lamp.Cylinder({0, 0, 0.025}, 0.028, height - 0.3, metal);
  lamp.Cylinder({0, 0, height - 0.28}, bottom, 0.28, shade, Between(random, 0.6, 0.85));
  return lamp.Take();
}

Furnishing MakePlant(Random& random, Materials& materials) {
  Assembly plant(ObjectKind::kPlant);
  const int pot = materials.Ceramic(), leaves = materials.Leaves(), trunk = materials.Wood();
  const double height = Between(random, 0.3, 0.6), width = Between(random, 0.26, 0.34);
  plant.Cylinder({0, 0, 0}, width, 0.3, pot, 1.2);
  plant.Cylinder({0, 0, 0.3}, 0.04, height, trunk);
  const int crowns = IntBetween(random, 4, 7);
  for (int i = 0; i < crowns; ++i) {
    const double size = Between(random, 0.18, 0.32);
    const Eigen::Vector3d center(Between(random, -0.14, 0.14), Between(random, -0.14, 0.14),
                                 0.3 + height + Between(random, -0.12, 0.14));
    plant.Ellipsoid(center, {size, size, 0.8 * size}, leaves);
  }
  return plant.Take();
}

Furnishing MakePouf(Random& random, Materials& materials) {
  Assembly pouf(ObjectKind::kPouf);
  const double diameter = Between(random, 0.4, 0.6), height = Between(random, 0.32, 0.42);
  const int fabric = materials.For(ObjectKind::kPouf, [&] { return materials.Fabric(); });
  pouf.Cylinder({0, 0, 0}, diameter, height - 0.06, fabric);
  pouf.Ellipsoid({0, 0, height - 0.06}, {diameter, diameter, 0.12}, fabric);
  return pouf.Take();
}

}  // namespace isogs::synthetic
