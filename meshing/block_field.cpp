// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "meshing/block_field.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "meshing/block_field.h"
#include "shared/simd/exp2-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Rows are short, and Gaussians reach a few voxels: longer vectors would be mostly empty.
using Tag = hn::CappedTag<float, 8>;
using Floats = hn::Vec<Tag>;
constexpr Tag kTag;
constexpr int kLanes = static_cast<int>(hn::MaxLanes(kTag));

HWY_INLINE Floats Set(float value) { return hn::Set(kTag, value); }

/// The part of a Gaussian's samples that lies in the block, both ends included.
struct Window {
  Window(const PreparedGaussian& gaussian, const LatticePoint& origin, int side) {
    for (size_t k = 0; k < 3; ++k) {
      const int low = gaussian.low[k] - origin[k];
      first[k] = std::max(low, 0);
      last[k] = std::min(low + gaussian.size[k], side) - 1;
      base[k] = gaussian.offset[k];
      skipped[k] = -low;
    }
  }
  /// Distance of sample i of the block from the mean along an axis. The integers are exact.
  HWY_INLINE float Distance(int axis, int i) const {
    return base[axis] + static_cast<float>(i + skipped[axis]);
  }
  HWY_INLINE Floats DistanceX(int x) const {
    return hn::Add(Set(base[0]), hn::Iota(kTag, static_cast<float>(x + skipped[0])));
  }

  int first[3], last[3], skipped[3];
  float base[3];
};

HWY_INLINE void AddTo(float* sum, Floats value) {
  hn::StoreU(hn::Add(hn::LoadU(kTag, sum), value), kTag, sum);
}

/// A density Gaussian along one row: t(dx) = a dx^2 + 2 b dx + c.
struct DensityRow {
  HWY_INLINE DensityRow(const DensityGaussian& gaussian, float dy, float dz)
      : a(gaussian.a[0]),
        b(gaussian.a[1] * dy + gaussian.a[2] * dz),
        c(gaussian.a[3] * dy * dy + 2.0f * gaussian.a[4] * dy * dz + gaussian.a[5] * dz * dz) {}

  /// The samples with t <= kDensityReach, or some more; none: false.
  HWY_INLINE bool Clip(const Window& window, int* first, int* last) const {
    const float discriminant = b * b - a * (c - 1.001f * kDensityReach);
    if (!(discriminant > 0.0f)) return false;
    const float half = std::sqrt(discriminant) / a;
    const float middle = -b / a - window.base[0] - static_cast<float>(window.skipped[0]);
    const auto low = static_cast<float>(window.first[0]), high = static_cast<float>(window.last[0]);
    *first = static_cast<int>(std::clamp(std::floor(middle - half), low, high + 1.0f));
    *last = static_cast<int>(std::clamp(std::ceil(middle + half), low - 1.0f, high));
    return *first <= *last;
  }
  HWY_INLINE Floats Weight(Floats dx, Floats opacity) const {
    const Floats t = hn::MulAdd(hn::MulAdd(Set(a), dx, Set(2.0f * b)), dx, Set(c));
    const Floats weight =
        hn::Mul(opacity, simd::HWY_NAMESPACE::FastExp2(kTag, hn::Neg(hn::Max(t, Set(0.0f)))));
    return hn::IfThenElseZero(hn::Le(t, Set(kDensityReach)), weight);
  }

  float a, b, c;
};

/// Calls body(row, first, last, line) for the rows of the block that the Gaussian reaches.
template <typename Body>
HWY_INLINE void ForRows(const DensityGaussian& gaussian, const Window& window, int side, const Body& body) {
  for (int z = window.first[2]; z <= window.last[2]; ++z) {
    const float dz = window.Distance(2, z);
    for (int y = window.first[1]; y <= window.last[1]; ++y) {
      const DensityRow line(gaussian, window.Distance(1, y), dz);
      int first, last;
      if (line.Clip(window, &first, &last)) body(z * side + y, first, last, line);
    }
  }
}

/// The kernel along one row: u(dx) = 1 - |v|^2 / R^2, and the distance from the disc's plane.
struct OrientedRow {
  float u, distance;

  HWY_INLINE Floats Weight(Floats u_x, Floats opacity) const {
    const Floats v = hn::Max(hn::Sub(Set(u), u_x), Set(0.0f));
    return hn::Mul(hn::Mul(v, v), hn::Mul(v, opacity));
  }
};

template <typename Body>
HWY_INLINE void ForRows(const OrientedGaussian& gaussian, const Window& window, int side, const Body& body) {
  for (int z = window.first[2]; z <= window.last[2]; ++z) {
    const float dz = window.Distance(2, z);
    for (int y = window.first[1]; y <= window.last[1]; ++y) {
      const float dy = window.Distance(1, y);
      const OrientedRow line{1.0f - (dy * dy + dz * dz) * gaussian.inverse_squared_radius,
                             gaussian.normal[1] * dy + gaussian.normal[2] * dz};
      if (line.u > 0.0f) body(z * side + y, window.first[0], window.last[0], line);
    }
  }
}

void AccumulateDensity(const DensityGaussian* gaussians, std::span<const uint32_t> list,
                       const LatticePoint& origin, BlockField* field) {
  const int side = field->side();
  for (int row = 0; row < field->rows(); ++row) std::fill_n(field->weight(row), field->stride(), 0.0f);
  for (const uint32_t index : list) {
    const DensityGaussian& gaussian = gaussians[index];
    const Window window(gaussian, origin, side);
    const Floats opacity = Set(gaussian.opacity);
    ForRows(gaussian, window, side, [&](int row, int first, int last, const DensityRow& line) {
      float* sums = field->weight(row);
      for (int x = first; x <= last; x += kLanes) AddTo(sums + x, line.Weight(window.DistanceX(x), opacity));
    });
  }
}

void AccumulateOriented(const OrientedGaussian* gaussians, std::span<const uint32_t> list,
                        const LatticePoint& origin, BlockField* field) {
  const int side = field->side();
  std::fill_n(field->weight(0), 2 * field->stride() * field->rows(), 0.0f);
  for (const uint32_t index : list) {
    const OrientedGaussian& gaussian = gaussians[index];
    const Window window(gaussian, origin, side);
    const Floats opacity = Set(gaussian.opacity);
    for (int x = window.first[0]; x <= window.last[0]; x += kLanes) {
      const Floats dx = window.DistanceX(x);
      const Floats u_x = hn::Mul(hn::Mul(dx, dx), Set(gaussian.inverse_squared_radius));
      const Floats distance_x = hn::Mul(dx, Set(gaussian.normal[0]));
      ForRows(gaussian, window, side, [&](int row, int, int, const OrientedRow& line) {
        const Floats weight = line.Weight(u_x, opacity);
        AddTo(field->weight(row) + x, weight);
        AddTo(field->value(row) + x, hn::Mul(weight, hn::Add(Set(line.distance), distance_x)));
      });
    }
  }
}

void AccumulateAttributes(const DensityGaussian* gaussians, std::span<const uint32_t> list,
                          const LatticePoint& origin, const uint8_t* wanted, BlockField* field) {
  const int side = field->side(), stride = field->stride();
  for (const uint32_t index : list) {
    const DensityGaussian& gaussian = gaussians[index];
    const std::array<float, 6>& a = gaussian.a;
    const Window window(gaussian, origin, side);
    const Floats opacity = Set(gaussian.opacity);
    const Floats color[3] = {Set(gaussian.color[0]), Set(gaussian.color[1]), Set(gaussian.color[2])};
    for (int z = window.first[2]; z <= window.last[2]; ++z) {
      const float dz = window.Distance(2, z);
      for (int y = window.first[1]; y <= window.last[1]; ++y) {
        const int row = z * side + y;
        if (wanted[row] == 0) continue;
        const float dy = window.Distance(1, y);
        const DensityRow line(gaussian, dy, dz);
        int first, last;
        if (!line.Clip(window, &first, &last)) continue;
        // Half the gradient of t: away from the mean, where the density falls.
        const float slope[3] = {line.b, a[3] * dy + a[4] * dz, a[4] * dy + a[5] * dz};
        float* sums = field->attributes(row);
        for (int x = first; x <= last; x += kLanes) {
          const Floats dx = window.DistanceX(x);
          const Floats weight = line.Weight(dx, opacity);
          for (int k = 0; k < 3; ++k) {
            AddTo(sums + k * stride + x, hn::Mul(weight, color[k]));
            AddTo(sums + (3 + k) * stride + x, hn::Mul(weight, hn::MulAdd(Set(a[k]), dx, Set(slope[k]))));
          }
        }
      }
    }
  }
}

void AccumulateAttributesOriented(const OrientedGaussian* gaussians, std::span<const uint32_t> list,
                                  const LatticePoint& origin, const uint8_t* wanted, BlockField* field) {
  const int side = field->side(), stride = field->stride();
  for (const uint32_t index : list) {
    const OrientedGaussian& gaussian = gaussians[index];
    const Window window(gaussian, origin, side);
    const Floats opacity = Set(gaussian.opacity);
    Floats factors[6];
    for (int k = 0; k < 3; ++k) {
      factors[k] = Set(gaussian.color[k]);
      factors[3 + k] = Set(gaussian.normal[k]);
    }
    for (int x = window.first[0]; x <= window.last[0]; x += kLanes) {
      const Floats dx = window.DistanceX(x);
      const Floats u_x = hn::Mul(hn::Mul(dx, dx), Set(gaussian.inverse_squared_radius));
      ForRows(gaussian, window, side, [&](int row, int, int, const OrientedRow& line) {
        if (wanted[row] == 0) return;
        const Floats weight = line.Weight(u_x, opacity);
        float* sums = field->attributes(row) + x;
        for (int k = 0; k < 6; ++k) AddTo(sums + k * stride, hn::Mul(weight, factors[k]));
      });
    }
  }
}

/// Bits of the lanes of a row for which `test` holds.
template <typename Test>
HWY_INLINE uint64_t RowBits(int side, const Test& test) {
  uint64_t bits = 0;
  for (int x = 0; x < side; x += kLanes) {
    uint8_t lanes[8] = {};
    hn::StoreMaskBits(kTag, test(x), lanes);
    bits |= static_cast<uint64_t>(lanes[0]) << x;
  }
  return bits & ((uint64_t{1} << side) - 1);
}

void FinishDensity(float iso_level, BlockField* field) {
  const uint64_t all = (uint64_t{1} << field->side()) - 1;
  for (int row = 0; row < field->rows(); ++row) {
    const float* weight = field->weight(row);
    float* value = field->value(row);
    field->valid[row] = all;
    field->inside[row] = RowBits(field->side(), [&](int x) {
      const Floats difference = hn::Sub(Set(iso_level), hn::LoadU(kTag, weight + x));
      hn::StoreU(difference, kTag, value + x);
      return hn::Le(difference, Set(0.0f));
    });
  }
}

void FinishOriented(float min_weight, BlockField* field) {
  for (int row = 0; row < field->rows(); ++row) {
    const float* weight = field->weight(row);
    float* value = field->value(row);
    field->valid[row] =
        RowBits(field->side(), [&](int x) { return hn::Ge(hn::LoadU(kTag, weight + x), Set(min_weight)); });
    field->inside[row] = 0;
    if (field->valid[row] == 0) continue;
    field->inside[row] = RowBits(field->side(), [&](int x) {
      const Floats ratio = hn::Div(hn::LoadU(kTag, value + x), hn::LoadU(kTag, weight + x));
      hn::StoreU(ratio, kTag, value + x);
      return hn::Lt(ratio, Set(0.0f));
    });
  }
}

const char* SimdTargetName() { return hwy::TargetName(HWY_TARGET); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {
namespace {

HWY_EXPORT(AccumulateDensity);
HWY_EXPORT(AccumulateOriented);
HWY_EXPORT(AccumulateAttributes);
HWY_EXPORT(AccumulateAttributesOriented);
HWY_EXPORT(FinishDensity);
HWY_EXPORT(FinishOriented);
HWY_EXPORT(SimdTargetName);

/// A vector that begins at the last sample writes so many behind it.
constexpr int kRowPadding = 7;

void ClearAttributes(const uint8_t* wanted, BlockField* field) {
  for (int row = 0; row < field->rows(); ++row) {
    if (wanted[row] == 0) continue;
    std::fill_n(field->attributes(row), BlockField::kAttributes * field->stride(), 0.0f);
  }
}

}  // namespace

BlockField::BlockField(int block_size)
    : inside(static_cast<size_t>((block_size + 1) * (block_size + 1))),
      valid(inside.size()),
      side_(block_size + 1),
      stride_(side_ + kRowPadding),
      field_(inside.size() * 2 * static_cast<size_t>(stride_)),
      attributes_(inside.size() * kAttributes * static_cast<size_t>(stride_)) {}

void EvaluateDensity(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                     const LatticePoint& origin, float iso_level, BlockField* field) {
  HWY_DYNAMIC_DISPATCH(AccumulateDensity)(gaussians.data(), list, origin, field);
  HWY_DYNAMIC_DISPATCH(FinishDensity)(iso_level, field);
}

void EvaluateOriented(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                      const LatticePoint& origin, float min_weight, BlockField* field) {
  HWY_DYNAMIC_DISPATCH(AccumulateOriented)(gaussians.data(), list, origin, field);
  HWY_DYNAMIC_DISPATCH(FinishOriented)(min_weight, field);
}

void EvaluateAttributes(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                        const LatticePoint& origin, const uint8_t* wanted, BlockField* field) {
  ClearAttributes(wanted, field);
  HWY_DYNAMIC_DISPATCH(AccumulateAttributes)(gaussians.data(), list, origin, wanted, field);
}

void EvaluateAttributes(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                        const LatticePoint& origin, const uint8_t* wanted, BlockField* field) {
  ClearAttributes(wanted, field);
  HWY_DYNAMIC_DISPATCH(AccumulateAttributesOriented)(gaussians.data(), list, origin, wanted, field);
}

const char* MeshingSimdTargetName() { return HWY_DYNAMIC_DISPATCH(SimdTargetName)(); }

}  // namespace isogs
#endif  // HWY_ONCE
