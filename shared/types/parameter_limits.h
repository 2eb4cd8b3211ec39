// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/types/gaussian_cloud.h"

namespace isogs {

// Parameters before activation that are infinite where what they stand for is at its limit: files of others
// hold them, and they are no damage.

/// The logit that stands for opacity 1. Others (the spz library's) bound it by 13.8.
inline constexpr float kOpaqueLogit = 15.0f;
/// Thickness of a disc that its file gives none, over the smaller of its other two scales.
inline constexpr float kDiscThickness = 0.01f;

/// Makes them finite: logits of +inf and -inf (opacity 1 and 0) become +-kOpaqueLogit, and log scales of
/// -inf, beside one that is finite, kDiscThickness of the smallest that is. All else that is not finite
/// stays.
void MakeLimitsFinite(GaussianCloud* cloud);

/// Removes Gaussians of opacity 0: logits of -inf. With their normals [N,3], if there are some.
void RemoveInvisible(GaussianCloud* cloud, std::vector<float>* normals = nullptr);

/// Removes Gaussians that nothing can draw: with a number that is not finite (of those that are, limits
/// included, see MakeLimitsFinite), or a rotation of length 0. Returns how many.
size_t RemoveUnusable(GaussianCloud* cloud, std::vector<float>* normals = nullptr);

}  // namespace isogs
