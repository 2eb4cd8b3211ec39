// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "datasets/synthetic/collection/scene_records.h"

namespace isogs::synthetic {

// What is true between the things of a scene, as ground truth for what learns to keep it.

using ObjectPair = std::array<int, 2>;  ///< ids
/// Between the centres of `first` over that between the centres of `second`.
struct DistanceRatio {
  ObjectPair first = {}, second = {};
  double ratio = 0.0;
};
/// A triangle of centres: its sides ab, bc and ca over their sum.
struct TriangleRatios {
  std::array<int, 3> objects = {};
  std::array<double, 3> sides = {};
};
struct OccludedShare {
  int object = 0;
  double share = 0.0;  ///< of the pixels that it would have alone, in 0..1
};
/// Of the things seen in one picture.
struct ViewConstraints {
  std::vector<int> left_to_right;        ///< by where their centres are seen; without those behind the camera
  std::vector<int> near_to_far;          ///< by their centres' z-depth
  std::vector<OccludedShare> occlusion;  ///< by id
};
struct Constraints {
  std::vector<DistanceRatio> distance_ratios;
  std::vector<TriangleRatios> triangle_ratios;
  std::vector<ViewConstraints> views;   ///< of the cameras, in their order
  std::vector<ObjectPair> support;      ///< thing and what it stands on; -1: the room
  std::vector<ObjectPair> containment;  ///< thing and what it stands inside of
  std::vector<ObjectPair> adjacency;    ///< boxes less than kAdjacent_m apart; neither supports the other
};

/// Ratios are of the kMostRelated things with the most pixels in the first picture: 105 of pairs of
/// distances, 20 of triangles.
inline constexpr size_t kMostRelated = 6;
inline constexpr double kAdjacent_m = 0.05;

/// All constraints, from what stands in the metadata. Ids are places in `objects`.
Constraints ConstraintsOf(const std::vector<ObjectRecord>& objects, const std::vector<CameraRecord>& cameras);

/// One line about the first constraint that differs: lists must be the same, ratios up to a billionth. Empty
/// where all agree.
std::string FirstDifference(const Constraints& found, const Constraints& expected);

}  // namespace isogs::synthetic
