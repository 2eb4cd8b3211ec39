// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

// How thick a Gaussian may be and still tell the surface's normal, for kernels on any device.
namespace isogs {

/// Smallest over middle scale: below, the smallest axis counts as the normal.
inline constexpr float kFlatRatio = 0.8f;

/// The same of discs made of noisy depth, and no thicker is what the flat loss leaves them: nearly round ones
/// lose the surface's direction, and with it the slope of their depth.
inline constexpr float kThickestDisc = 0.7f;

}  // namespace isogs
