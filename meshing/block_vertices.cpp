// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "meshing/block_vertices.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "meshing/block_vertices.h"
#include "meshing/block_window-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

/// Offsets of some vertices from a Gaussian's mean.
struct Offsets {
  Floats x, y, z;
};

/// Calls body(v, valid, offsets) for all vertices, some at a time, that may lie within the Gaussian's reach.
template <typename Body>
HWY_INLINE void ForVertices(const PreparedGaussian& gaussian, const LatticePoint& origin,
                            const BlockVertices& vertices, const Body& body) {
  const int side = vertices.side();
  const Window window(gaussian, origin, side);
  const Floats base[3] = {Set(window.base[0]), Set(window.base[1]), Set(window.base[2])};
  const Floats skipped[3] = {Set(static_cast<float>(window.skipped[0])),
                             Set(static_cast<float>(window.skipped[1])),
                             Set(static_cast<float>(window.skipped[2]))};
  const auto offset = [&](int axis, uint32_t v) {
    return hn::Add(base[axis], hn::Add(skipped[axis], hn::LoadU(kTag, vertices.position(axis) + v)));
  };
  // Edges begin up to a voxel below what they reach.
  const int first_z = std::max(-window.skipped[2] - 1, 0), first_y = std::max(-window.skipped[1] - 1, 0);
  const int last_z = std::min(window.last[2], side - 2), last_y = std::min(window.last[1], side - 2);
  for (int z = first_z; z <= last_z; ++z) {
    const uint32_t end = vertices.begin(z * side + last_y + 1);
    for (uint32_t v = vertices.begin(z * side + first_y); v < end; v += kLanes) {
      body(v, hn::FirstN(kTag, end - v), Offsets{offset(0, v), offset(1, v), offset(2, v)});
    }
  }
}

/// Adds a Gaussian's colour and the direction `normal`.
HWY_INLINE void AddAttributes(const PreparedGaussian& gaussian, uint32_t v, Floats weight, Floats scale,
                              const Floats normal[3], BlockVertices* vertices) {
  AddTo(vertices->sums(BlockVertices::kWeight) + v, weight);
  for (int k = 0; k < 3; ++k) {
    AddProductTo(vertices->sums(BlockVertices::kRed + k) + v, weight,
                 Set(gaussian.color[static_cast<size_t>(k)]));
    AddProductTo(vertices->sums(BlockVertices::kNormalX + k) + v, scale, normal[k]);
  }
}

void SumDensity(const DensityGaussian* gaussians, std::span<const uint32_t> list, const LatticePoint& origin,
                BlockVertices* vertices) {
  for (size_t i = 0; i < list.size(); ++i) {
    PrefetchAhead(gaussians, list.data(), i, list.size());
    const DensityGaussian& gaussian = gaussians[list[i]];
    Floats a[6];
    for (size_t k = 0; k < 6; ++k) a[k] = Set(gaussian.a[k]);
    const Floats opacity = Set(gaussian.opacity);
    ForVertices(gaussian, origin, *vertices, [&](uint32_t v, Flags valid, const Offsets& d) {
      // Half the gradient of t: away from the mean, where the density falls.
      const Floats slope[3] = {hn::MulAdd(a[0], d.x, hn::MulAdd(a[1], d.y, hn::Mul(a[2], d.z))),
                               hn::MulAdd(a[1], d.x, hn::MulAdd(a[3], d.y, hn::Mul(a[4], d.z))),
                               hn::MulAdd(a[2], d.x, hn::MulAdd(a[4], d.y, hn::Mul(a[5], d.z)))};
      const Floats t = hn::MulAdd(slope[0], d.x, hn::MulAdd(slope[1], d.y, hn::Mul(slope[2], d.z)));
      if (hn::AllFalse(kTag, hn::And(valid, hn::Le(t, Set(kDensityReach))))) return;
      const Floats weight = hn::IfThenElseZero(valid, DensityOf(t, opacity));
      AddAttributes(gaussian, v, weight, weight, slope, vertices);
    });
  }
}

void SumOriented(const OrientedGaussian* gaussians, std::span<const uint32_t> list,
                 const LatticePoint& origin, BlockVertices* vertices) {
  for (size_t i = 0; i < list.size(); ++i) {
    PrefetchAhead(gaussians, list.data(), i, list.size());
    const OrientedGaussian& gaussian = gaussians[list[i]];
    const Floats normal[3] = {Set(gaussian.normal[0]), Set(gaussian.normal[1]), Set(gaussian.normal[2])};
    const Floats opacity = Set(gaussian.opacity), inverse = Set(gaussian.inverse_squared_radius);
    ForVertices(gaussian, origin, *vertices, [&](uint32_t v, Flags valid, const Offsets& d) {
      const Floats squared = hn::MulAdd(d.x, d.x, hn::MulAdd(d.y, d.y, hn::Mul(d.z, d.z)));
      const Floats along = hn::MulAdd(normal[0], d.x, hn::MulAdd(normal[1], d.y, hn::Mul(normal[2], d.z)));
      const Floats distance = hn::Add(along, Set(gaussian.distance));
      const Floats round = hn::NegMulAdd(squared, inverse, Set(1.0f));
      const Floats u = hn::NegMulAdd(hn::Mul(distance, distance), Set(gaussian.flatness), round);
      const Flags near = hn::And(valid, hn::Gt(u, hn::Zero(kTag)));
      if (hn::AllFalse(kTag, near)) return;
      const Floats kernel = hn::IfThenElseZero(near, hn::Mul(hn::Mul(u, u), u));
      AddAttributes(gaussian, v, hn::Mul(kernel, opacity), kernel, normal, vertices);
    });
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {
namespace {

HWY_EXPORT(SumDensity);
HWY_EXPORT(SumOriented);

/// A vector that begins at the last vertex reads and writes so many behind it.
constexpr size_t kPadding = 7;
/// Steps of a voxel in which a vertex's place is known.
constexpr float kSteps = 4096.0f;

}  // namespace

BlockVertices::BlockVertices(int block_size)
    : side_(block_size + 1), begin_(static_cast<size_t>(side_ * side_ + 1)) {}

void BlockVertices::Clear() {
  next_row_ = 0;
  rows_.clear();
  x_.clear();
  axes_.clear();
  along_.clear();
  for (auto& positions : positions_) positions.clear();
}

void BlockVertices::BeginRow(int row) {
  std::fill(begin_.begin() + next_row_, begin_.begin() + row + 1, static_cast<uint32_t>(size()));
  next_row_ = row + 1;
}

void BlockVertices::Add(int x, int axis, float along) {
  const int row = next_row_ - 1;
  rows_.push_back(row);
  x_.push_back(static_cast<uint8_t>(x));
  axes_.push_back(static_cast<uint8_t>(axis));
  along_.push_back(along);
  const float rounded = std::floor(along * kSteps + 0.5f) / kSteps;
  const int at[3] = {x, row % side_, row / side_};
  for (int k = 0; k < 3; ++k) {
    positions_[static_cast<size_t>(k)].push_back(static_cast<float>(at[k]) + (k == axis ? rounded : 0.0f));
  }
}

void BlockVertices::EndRows() {
  BeginRow(side_ * side_);
  for (auto& positions : positions_) positions.resize(size() + kPadding);
}

void BlockVertices::ClearSums() {
  for (auto& sums : sums_) sums.assign(size() + kPadding, 0.0f);
}

void SumAttributes(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices) {
  vertices->ClearSums();
  HWY_DYNAMIC_DISPATCH(SumDensity)(gaussians.data(), list, origin, vertices);
}

void SumAttributes(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices) {
  vertices->ClearSums();
  HWY_DYNAMIC_DISPATCH(SumOriented)(gaussians.data(), list, origin, vertices);
}

}  // namespace isogs
#endif  // HWY_ONCE
