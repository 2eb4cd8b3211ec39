// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace isogs {

struct DescriptorMatch {
  size_t a, b;  // indices
  bool operator==(const DescriptorMatch&) const = default;
};

/// Pairs of descriptors, [N,128] and [M,128], that are each other's nearest, both clearly nearer than the
/// second nearest; by rising `a`. For whole numbers of 0 to 255, as SIFT's, exact on every instruction set.
std::vector<DescriptorMatch> MatchDescriptors(std::span<const float> a, std::span<const float> b);

}  // namespace isogs
