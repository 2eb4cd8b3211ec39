// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <span>

namespace isogs {

/// The nearest of some descriptors to another one.
struct NearestDescriptor {
  float squared = std::numeric_limits<float>::infinity();  // distance
  float second_squared = std::numeric_limits<float>::infinity();
  float index = -1.0f;

  void Add(float candidate_squared, float candidate_second_squared, float candidate) {
    if (candidate_squared < squared) {
      second_squared = candidate_second_squared < squared ? candidate_second_squared : squared;
      squared = candidate_squared;
      index = candidate;
    } else if (candidate_squared < second_squared) {
      second_squared = candidate_squared;
    }
  }
};

/// For descriptors `a` [N,128] and `b` [M,128], of each of `a` the nearest of `b`, and the other way round,
/// from distances that are computed once; vectorised, one thread. `of_a` has N values, `of_b` M, as
/// constructed.
void FindNearestDescriptors(std::span<const float> a, std::span<const float> b,
                            std::span<NearestDescriptor> of_a, std::span<NearestDescriptor> of_b);

}  // namespace isogs
