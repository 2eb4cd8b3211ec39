// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "meshing/gaussians/prepared_gaussians.h"

namespace isogs {

/// The vertices on the edges that begin in one block and what the Gaussians around say of each. Memory of one
/// thread.
class BlockVertices {
 public:
  enum Sum { kWeight, kRed, kGreen, kBlue, kNormalX, kNormalY, kNormalZ, kSums };

  void Clear();
  /// On the edge along `axis` from a sample of the block, at `along`, 0 to 1, from its lower end. Vertices
  /// that are added one after the other should be close to each other.
  void Add(const std::array<int, 3>& sample, int axis, float along);

  size_t size() const { return axes_.size(); }
  /// [V] the sample at which its edge begins, of one axis.
  const int8_t* sample(int axis) const { return samples_[static_cast<size_t>(axis)].data(); }
  int axis(size_t vertex) const { return axes_[vertex]; }
  float along(size_t vertex) const { return along_[vertex]; }
  float sum(Sum sum, size_t vertex) const { return sums_[sum][vertex]; }

  /// [V + padding] place in the block [voxels], rounded to what floats add without error, so that it does not
  /// matter where the block begins.
  const float* position(int axis) const { return positions_[static_cast<size_t>(axis)].data(); }
  float* sums(int sum) { return sums_[static_cast<size_t>(sum)].data(); }
  /// Makes room for the sums.
  void ResizeSums();
  /// For whoever makes the sums.
  std::vector<int8_t>& memory() { return memory_; }

 private:
  std::array<std::vector<int8_t>, 3> samples_;
  std::vector<uint8_t> axes_;
  std::vector<float> along_;
  std::array<std::vector<float>, 3> positions_;
  std::array<std::vector<float>, kSums> sums_;
  std::vector<int8_t> memory_;
};

/// Sums up what the Gaussians of `list` say of each vertex: weights, colours and normals by weight. As with
/// fields, the bits do not depend on where the block begins. `origin` is its lowest lattice point.
void SumAttributes(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices);
void SumAttributes(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices);

}  // namespace isogs
