// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussians/prepared_gaussians.h"

namespace isogs {

/// The field on the lattice points of one block and one layer more on each upper side, where its cubes end:
/// side = block_size + 1 points an axis. A row is the points along x for one (z, y). Memory of one thread,
/// used for one block after the other.
class BlockField {
 public:
  /// `weighted`: points have a weight beside their value.
  BlockField(int block_size, bool weighted);

  int side() const { return side_; }
  int rows() const { return side_ * side_; }
  int Row(int y, int z) const { return z * side_ + y; }
  /// Floats from a row's values to those of the next.
  int row_stride() const { return row_stride_; }

  /// [side + padding] below 0 or 0: inside. Iso level minus density, or signed distance [voxels].
  float* value(int row) { return &field_[static_cast<size_t>(row) * static_cast<size_t>(row_stride_)]; }
  /// [side + padding] sum of weights, that the signed distance is divided by.
  float* weight(int row) { return value(row) + stride_; }
  /// From a row's values to its weights.
  int weight_offset() const { return stride_; }
  void Fill(float value);

  /// Bit x: the point is inside; the point has a value. [rows]
  std::vector<uint64_t> inside, valid;

 private:
  int side_;
  int stride_;
  int row_stride_;
  std::vector<float> field_;
};

// Every sum runs over `list` in its order, and no lane of it depends on where the block begins: a point gets
// the same bits from every block that holds it, if `list` names all Gaussians that reach it, in one order.
// `origin` is the block's lowest lattice point.

/// Sets value, inside and valid. A point is inside from `iso_level` on.
void EvaluateDensity(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                     const LatticePoint& origin, float iso_level, BlockField* field);

/// The same for the signed distance, with weights. Points whose weight is below `min_weight` have no value.
void EvaluateOriented(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                      const LatticePoint& origin, float min_weight, BlockField* field);

/// Name of the instruction set in use, e.g. "AVX3".
const char* MeshingSimdTargetName();

}  // namespace isogs
