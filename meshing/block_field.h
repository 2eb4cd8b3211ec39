// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "meshing/prepared_gaussians.h"

namespace isogs {

/// The field on the lattice points of one block and one layer more on each upper side, where its cubes end:
/// side = block_size + 1 points an axis. A row is the points along x for one (z, y). Memory of one thread,
/// used for one block after the other.
class BlockField {
 public:
  explicit BlockField(int block_size);

  static constexpr int kAttributes = 6;  // sums of w (r, g, b) and of w (nx, ny, nz)

  int side() const { return side_; }
  int rows() const { return side_ * side_; }
  int stride() const { return stride_; }
  int Row(int y, int z) const { return z * side_ + y; }

  /// [side + padding] sum of weights: the density, or what the signed distance is divided by.
  float* weight(int row) { return &field_[static_cast<size_t>(row) * 2 * static_cast<size_t>(stride_)]; }
  /// [side + padding] below 0: inside. Iso level minus density, or signed distance [voxels].
  float* value(int row) { return weight(row) + stride_; }
  /// [kAttributes, side + padding]; only of rows that were asked for.
  float* attributes(int row) {
    return &attributes_[static_cast<size_t>(row) * kAttributes * static_cast<size_t>(stride_)];
  }
  /// Bit x: the point is inside; the point has a value. [rows]
  std::vector<uint64_t> inside, valid;

 private:
  int side_;
  int stride_;
  std::vector<float> field_;
  std::vector<float> attributes_;
};

// Every sum runs over `list` in its order, and no lane of it depends on where the block begins: a point gets
// the same bits from every block that holds it, if `list` names all Gaussians that reach it, in one order.
// `origin` is the block's lowest lattice point.

/// Sets value, weight, inside and valid. A point is inside from `iso_level` on.
void EvaluateDensity(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                     const LatticePoint& origin, float iso_level, BlockField* field);

/// The same for the signed distance. Points whose summed weight is below `min_weight` have no value.
void EvaluateOriented(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                      const LatticePoint& origin, float min_weight, BlockField* field);

/// Sums colours and normals at the points of the rows with `wanted` [rows] not 0.
void EvaluateAttributes(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                        const LatticePoint& origin, const uint8_t* wanted, BlockField* field);
void EvaluateAttributes(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                        const LatticePoint& origin, const uint8_t* wanted, BlockField* field);

/// Name of the instruction set in use, e.g. "AVX3".
const char* MeshingSimdTargetName();

}  // namespace isogs
