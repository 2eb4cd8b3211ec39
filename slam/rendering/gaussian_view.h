// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace isogs {

struct ChunkBounds;

/// The map's parameters as a back end sees them: raw arrays on its device, before activation (see
/// GaussianCloud).
struct GaussianView {
  int64_t count = 0;
  const float* means = nullptr;            // [N,3]
  const float* colors = nullptr;           // [N,3]
  const float* rotations = nullptr;        // [N,4]
  const float* logit_opacities = nullptr;  // [N]
  const float* log_scales = nullptr;       // [N,3]
  const ChunkBounds* bounds = nullptr;     // [chunks], see chunk_bounds.h; null: not known
};

/// Columns of a row of gradients or moments, one row a Gaussian. Two spare columns make it a cache line.
namespace column {
inline constexpr int kMean = 0;           // 3
inline constexpr int kColor = 3;          // 3
inline constexpr int kRotation = 6;       // 4, of the unnormalised quaternion
inline constexpr int kLogitOpacity = 10;  // 1
inline constexpr int kLogScale = 11;      // 3
inline constexpr int kUsed = 14;
inline constexpr int kStride = 16;
}  // namespace column

/// Gradients of a loss to the parameters of the Gaussians in view; those not listed have gradient zero.
struct GradientRows {
  int64_t count = 0;
  const int32_t* gaussians = nullptr;  // [V] ascending indices into the map
  float* values = nullptr;             // [V,16], see column; writable so that further losses can add theirs
};

}  // namespace isogs
