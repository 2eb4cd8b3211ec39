// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/synthetic/scene/materials.h"
#include "datasets/synthetic/scene/placement.h"

namespace isogs::synthetic {

/// Furnishes one room of a scene.
class Furnisher {
 public:
  Furnisher(Scene* scene, Random* random, Materials* materials, Placement* placement, int room,
            bool cluttered = false);

  void Furnish();

 private:
  void HangLamp();
  void HangWindow();
  void PutAlongWalls();
  void LayRugWithTable();
  void PutDiningTable();
  void PutOnFloor();
  void HangOnWalls();
  void FillLedges(int object);
  void FillWithBooks(int object, const Ledge& ledge);
  void Scatter(int object, const Ledge& ledge);

  /// Its back to a wall, or only to one with no room behind it; several places are tried.
  int PutAtWall(const Furnishing& furnishing, double z, double gap_m, int tries,
                bool outer_walls_only = false);
  bool IsOuterWall(int side) const;
  int PutAnywhere(const Furnishing& furnishing, double margin_m, int tries);
  int PutOnLedge(const Furnishing& furnishing, int object, const Ledge& ledge, double x, double y,
                 double yaw_rad);

  Scene* scene_;
  Random& random_;
  Materials& materials_;
  Placement& placement_;
  int room_;
  FloorRect area_;
  bool cluttered_;
};

}  // namespace isogs::synthetic
