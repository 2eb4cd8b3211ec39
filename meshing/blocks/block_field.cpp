// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "meshing/blocks/block_field.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <cmath>

#include "meshing/blocks/block_field.h"
#include "meshing/blocks/block_window-inl.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

constexpr int kMaxSide = 33;

/// A density Gaussian along one row: t(dx) = a dx^2 + 2 b dx + c.
struct DensityRow {
  float a, b, c;

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
};

/// Calls body(y, z, row) for the rows of the block that the Gaussian's box meets.
template <typename Body>
HWY_INLINE void ForRows(const DensityGaussian& gaussian, const Window& window, const Body& body) {
  const std::array<float, 6>& a = gaussian.a;
  for (int z = window.first[2]; z <= window.last[2]; ++z) {
    const float dz = window.Distance(2, z);
    const float a_xz = a[2] * dz, a_yz = 2.0f * a[4] * dz, a_zz = a[5] * dz * dz;
    for (int y = window.first[1]; y <= window.last[1]; ++y) {
      const float dy = window.Distance(1, y);
      body(y, z, DensityRow{a[0], a[1] * dy + a_xz, (a[3] * dy + a_yz) * dy + a_zz});
    }
  }
}

void AccumulateDensity(const DensityGaussian* gaussians, std::span<const uint32_t> list,
                       const LatticePoint& origin, BlockField* field) {
  constexpr int kNarrow = 2 * kLanes;  // clipping wider rows is worth its cost
  const int side = field->side();
  for (size_t i = 0; i < list.size(); ++i) {
    PrefetchAhead(gaussians, list.data(), i, list.size());
    const DensityGaussian& gaussian = gaussians[list[i]];
    const Window window(gaussian, origin, side);
    const Floats minus_opacity = Set(-gaussian.opacity), a = Set(gaussian.a[0]);
    const auto add = [&](float* values, int x, const DensityRow& row) {
      const Floats dx = window.DistanceX(x);
      const Floats t = hn::MulAdd(hn::MulAdd(a, dx, Set(2.0f * row.b)), dx, Set(row.c));
      AddTo(values + x, DensityOf(t, minus_opacity));
    };
    if (window.last[0] - window.first[0] < kNarrow) {
      for (int x = window.first[0]; x <= window.last[0]; x += kLanes) {
        ForRows(gaussian, window,
                [&](int y, int z, const DensityRow& row) { add(field->value(field->Row(y, z)), x, row); });
      }
    } else {
      ForRows(gaussian, window, [&](int y, int z, const DensityRow& row) {
        int first, last;
        if (!row.Clip(window, &first, &last)) return;
        for (int x = first; x <= last; x += kLanes) add(field->value(field->Row(y, z)), x, row);
      });
    }
  }
}

void AccumulateOriented(const OrientedGaussian* gaussians, std::span<const uint32_t> list,
                        const LatticePoint& origin, BlockField* field) {
  const int side = field->side(), row_stride = field->row_stride(), to_weight = field->weight_offset();
  for (size_t i = 0; i < list.size(); ++i) {
    PrefetchAhead(gaussians, list.data(), i, list.size());
    const OrientedGaussian& gaussian = gaussians[list[i]];
    const Window window(gaussian, origin, side);
    const Floats opacity = Set(gaussian.opacity), flatness = Set(gaussian.flatness);
    const float inverse = gaussian.inverse_squared_radius;
    float u_y[kMaxSide], distance_y[kMaxSide];
    for (int y = window.first[1]; y <= window.last[1]; ++y) {
      const float dy = window.Distance(1, y);
      u_y[y] = dy * dy * inverse;
      distance_y[y] = dy * gaussian.normal[1];
    }
    for (int x = window.first[0]; x <= window.last[0]; x += kLanes) {
      const Floats dx = window.DistanceX(x);
      const Floats u_x = hn::NegMulAdd(hn::Mul(dx, dx), Set(inverse), Set(1.0f));
      const Floats distance_x = hn::MulAdd(dx, Set(gaussian.normal[0]), Set(gaussian.distance));
      for (int z = window.first[2]; z <= window.last[2]; ++z) {
        const float dz = window.Distance(2, z);
        const Floats u_xz = hn::Sub(u_x, Set(dz * dz * inverse));
        const Floats distance_xz = hn::Add(distance_x, Set(dz * gaussian.normal[2]));
        float* row = field->value(field->Row(window.first[1], z)) + x;
        for (int y = window.first[1]; y <= window.last[1]; ++y, row += row_stride) {
          const Floats distance = hn::Add(distance_xz, Set(distance_y[y]));
          const Floats round = hn::Sub(u_xz, Set(u_y[y]));
          const Floats u =
              hn::Max(hn::NegMulAdd(hn::Mul(distance, distance), flatness, round), hn::Zero(kTag));
          const Floats kernel = hn::Mul(hn::Mul(u, u), u);
          AddProductTo(row, kernel, distance);
          AddProductTo(row + to_weight, kernel, opacity);
        }
      }
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

void FinishDensity(BlockField* field) {
  const uint64_t all = (uint64_t{1} << field->side()) - 1;
  for (int row = 0; row < field->rows(); ++row) {
    const float* value = field->value(row);
    const auto r = static_cast<size_t>(row);
    field->valid[r] = all;
    field->inside[r] =
        RowBits(field->side(), [&](int x) { return hn::Le(hn::LoadU(kTag, value + x), hn::Zero(kTag)); });
  }
}

void FinishOriented(float min_weight, BlockField* field) {
  for (int row = 0; row < field->rows(); ++row) {
    const float* weight = field->weight(row);
    float* value = field->value(row);
    const auto r = static_cast<size_t>(row);
    field->valid[r] =
        RowBits(field->side(), [&](int x) { return hn::Ge(hn::LoadU(kTag, weight + x), Set(min_weight)); });
    field->inside[r] = 0;
    if (field->valid[r] == 0) continue;
    field->inside[r] = RowBits(field->side(), [&](int x) {
      const Floats ratio = hn::Div(hn::LoadU(kTag, value + x), hn::LoadU(kTag, weight + x));
      hn::StoreU(ratio, kTag, value + x);
      return hn::Lt(ratio, hn::Zero(kTag));
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
HWY_EXPORT(FinishDensity);
HWY_EXPORT(FinishOriented);
HWY_EXPORT(SimdTargetName);

/// A vector that begins at the last sample writes so many behind it.
constexpr int kRowPadding = 7;

}  // namespace

BlockField::BlockField(int block_size, bool weighted)
    : inside(static_cast<size_t>((block_size + 1) * (block_size + 1))),
      valid(inside.size()),
      side_(block_size + 1),
      stride_(side_ + kRowPadding),
      row_stride_(weighted ? 2 * stride_ : stride_),
      field_(inside.size() * static_cast<size_t>(row_stride_)) {}

void BlockField::Fill(float value) { std::fill(field_.begin(), field_.end(), value); }

void EvaluateDensity(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                     const LatticePoint& origin, float iso_level, BlockField* field) {
  field->Fill(iso_level);
  HWY_DYNAMIC_DISPATCH(AccumulateDensity)(gaussians.data(), list, origin, field);
  HWY_DYNAMIC_DISPATCH(FinishDensity)(field);
}

void EvaluateOriented(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                      const LatticePoint& origin, float min_weight, BlockField* field) {
  field->Fill(0.0f);
  HWY_DYNAMIC_DISPATCH(AccumulateOriented)(gaussians.data(), list, origin, field);
  HWY_DYNAMIC_DISPATCH(FinishOriented)(min_weight, field);
}

const char* MeshingSimdTargetName() { return HWY_DYNAMIC_DISPATCH(SimdTargetName)(); }

}  // namespace isogs
#endif  // HWY_ONCE
