// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "meshing/prepared_gaussians.h"

namespace isogs {

/// The vertices on the edges that begin in one block, row by row (see BlockField), and what the Gaussians
/// around say of each. Memory of one thread.
class BlockVertices {
 public:
  enum Sum { kWeight, kRed, kGreen, kBlue, kNormalX, kNormalY, kNormalZ, kSums };

  explicit BlockVertices(int block_size);

  void Clear();
  /// The vertices added from here on lie in this row; rows ascend and may be left out.
  void BeginRow(int row);
  /// On the edge along `axis` from sample x of the row, at `along`, 0 to 1, from its lower end.
  void Add(int x, int axis, float along);
  void EndRows();

  size_t size() const { return rows_.size(); }
  int side() const { return side_; }
  int row(size_t vertex) const { return rows_[vertex]; }
  int x(size_t vertex) const { return x_[vertex]; }
  int axis(size_t vertex) const { return axes_[vertex]; }
  float along(size_t vertex) const { return along_[vertex]; }
  float sum(Sum sum, size_t vertex) const { return sums_[sum][vertex]; }

  /// [V + padding] place in the block [voxels], rounded to what floats add without error, so that it does not
  /// matter where the block begins.
  const float* position(int axis) const { return positions_[static_cast<size_t>(axis)].data(); }
  float* sums(int sum) { return sums_[static_cast<size_t>(sum)].data(); }
  /// The vertices of the rows before.
  uint32_t begin(int row) const { return begin_[static_cast<size_t>(row)]; }
  /// Makes room for the sums, all 0.
  void ClearSums();

 private:
  int side_;
  int next_row_ = 0;             // rows before it have their `begin_`
  std::vector<uint32_t> begin_;  // [rows + 1]
  std::vector<int32_t> rows_;
  std::vector<uint8_t> x_, axes_;
  std::vector<float> along_;
  std::array<std::vector<float>, 3> positions_;
  std::array<std::vector<float>, kSums> sums_;
};

/// Sums up what the Gaussians of `list` say of each vertex: weights, colours and normals by weight. As with
/// fields, the bits do not depend on where the block begins. `origin` is its lowest lattice point.
void SumAttributes(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices);
void SumAttributes(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices);

}  // namespace isogs
