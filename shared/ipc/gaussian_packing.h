// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace isogs {

// How a GaussianRecord's numbers are made.

inline constexpr float kLog2E = 1.44269504088896f;
inline constexpr float kLowestLog2Scale = -16.0f;
inline constexpr float kScaleSteps = 2048.0f;   // an octave
inline constexpr float kRoundingUp = 0.49999f;  // before truncation; never beyond 65535
inline constexpr int kRotationBits = 10;
inline constexpr int kRotationSteps = 511;                // to each side of 0, which is thus exact
inline constexpr float kSqrtHalf = 0.70710678118654752f;  // the second largest is never larger
inline constexpr float kLowestSquaredRotation = 1e-30f;   // shorter: no rotation

}  // namespace isogs
