// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "slam/features/nearest_descriptors.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <array>

#include "shared/simd/aligned_array.h"
#include "slam/features/frame_features.h"
#include "slam/features/nearest_descriptors.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
constexpr size_t kMostLanes = 16;
using FloatTag = hn::CappedTag<float, kMostLanes>;
using V = hn::Vec<FloatTag>;

constexpr size_t kSize = FrameFeatures::kDescriptorSize;
constexpr size_t kRows = 4;  // of `a` at a time, for which a value of `b` is loaded once

float SquaredNorm(const float* descriptor) {
  float sum = 0.0f;
  for (size_t k = 0; k < kSize; ++k) sum += descriptor[k] * descriptor[k];
  return sum;
}

/// The nearest so far, in lanes.
struct Nearest {
  V squared, second_squared, index;

  HWY_INLINE void Add(V candidate_squared, V candidate) {
    second_squared = hn::Min(second_squared, hn::Max(squared, candidate_squared));
    index = hn::IfThenElse(hn::Lt(candidate_squared, squared), candidate, index);
    squared = hn::Min(squared, candidate_squared);
  }
};

Nearest NoneYet() {
  const V infinity = hn::Set(FloatTag(), std::numeric_limits<float>::infinity());
  return {infinity, infinity, hn::Set(FloatTag(), -1.0f)};
}

/// The same kept in memory, [3, lanes].
Nearest LoadNearest(const float* from) {
  const FloatTag d;
  const size_t lanes = hn::Lanes(d);
  return {hn::Load(d, from), hn::Load(d, from + lanes), hn::Load(d, from + 2 * lanes)};
}
void StoreNearest(const Nearest& nearest, float* to) {
  const FloatTag d;
  const size_t lanes = hn::Lanes(d);
  hn::Store(nearest.squared, d, to);
  hn::Store(nearest.second_squared, d, to + lanes);
  hn::Store(nearest.index, d, to + 2 * lanes);
}

/// As many descriptors as there are lanes, from `first` on.
class Columns {
 public:
  Columns(std::span<const float> b, size_t first) : first_(first) {
    const FloatTag d;
    const size_t lanes = hn::Lanes(d);
    for (size_t lane = 0; lane < lanes; ++lane) {
      const size_t column = first + lane;
      const bool exists = column * kSize < b.size();
      for (size_t k = 0; k < kSize; ++k) values_[k * lanes + lane] = exists ? b[column * kSize + k] : 0.0f;
      norms_[lane] = exists ? SquaredNorm(b.data() + column * kSize) : std::numeric_limits<float>::infinity();
    }
  }

  /// Squared distances of kRows descriptors to these.
  HWY_INLINE void Distances(const std::array<const float*, kRows>& rows, const float* row_norms,
                            V* squared) const {
    const FloatTag d;
    const size_t lanes = hn::Lanes(d);
    V p0 = hn::Zero(d), p1 = p0, p2 = p0, p3 = p0;
    for (size_t k = 0; k < kSize; ++k) {
      const V value = hn::Load(d, values_ + k * lanes);
      p0 = hn::MulAdd(hn::Set(d, rows[0][k]), value, p0);
      p1 = hn::MulAdd(hn::Set(d, rows[1][k]), value, p1);
      p2 = hn::MulAdd(hn::Set(d, rows[2][k]), value, p2);
      p3 = hn::MulAdd(hn::Set(d, rows[3][k]), value, p3);
    }
    const V norms = hn::Load(d, norms_), minus_two = hn::Set(d, -2.0f);
    const auto distance = [&](V product, float norm) HWY_ATTR {
      return hn::MulAdd(minus_two, product, hn::Add(norms, hn::Set(d, norm)));
    };
    squared[0] = distance(p0, row_norms[0]);
    squared[1] = distance(p1, row_norms[1]);
    squared[2] = distance(p2, row_norms[2]);
    squared[3] = distance(p3, row_norms[3]);
  }

  V Indices() const {
    const FloatTag d;
    return hn::Add(hn::Set(d, static_cast<float>(first_)), hn::Iota(d, 0.0f));
  }

 private:
  size_t first_;
  HWY_ALIGN float values_[kSize * kMostLanes];
  HWY_ALIGN float norms_[kMostLanes];
};

/// Adds what lanes hold, of which lane l is `first` + l.
void AddLanes(const Nearest& nearest, std::span<NearestDescriptor> of, size_t first) {
  const FloatTag d;
  HWY_ALIGN float values[3 * kMostLanes];
  StoreNearest(nearest, values);
  const size_t lanes = hn::Lanes(d);
  for (size_t lane = 0; lane < std::min(lanes, of.size() - first); ++lane)
    of[first + lane].Add(values[lane], values[lanes + lane], values[2 * lanes + lane]);
}

void FindNearestDescriptors(std::span<const float> a, std::span<const float> b,
                            std::span<NearestDescriptor> of_a, std::span<NearestDescriptor> of_b) {
  const size_t lanes = hn::Lanes(FloatTag()), rows = of_a.size(), padded = (rows + kRows - 1) / kRows * kRows;
  const AlignedArray<float> kept = MakeAlignedArray<float>(std::max<size_t>(1, rows) * 3 * lanes);
  const AlignedArray<float> norms = MakeAlignedArray<float>(std::max<size_t>(1, padded));
  for (size_t row = 0; row < padded; ++row)
    norms[row] = SquaredNorm(a.data() + std::min(row, rows - 1) * kSize);
  for (size_t row = 0; row < rows; ++row) StoreNearest(NoneYet(), kept.get() + row * 3 * lanes);

  for (size_t first = 0; first < of_b.size(); first += lanes) {
    const Columns columns(b, first);
    const V column_indices = columns.Indices();
    Nearest of_columns = NoneYet();
    for (size_t row = 0; row < rows; row += kRows) {
      std::array<const float*, kRows> descriptors;
      for (size_t r = 0; r < kRows; ++r) descriptors[r] = a.data() + std::min(row + r, rows - 1) * kSize;
      V squared[kRows];
      columns.Distances(descriptors, norms.get() + row, squared);
      for (size_t r = 0; r < std::min(kRows, rows - row); ++r) {
        float* const place = kept.get() + (row + r) * 3 * lanes;
        Nearest of_row = LoadNearest(place);
        of_row.Add(squared[r], column_indices);
        StoreNearest(of_row, place);
        of_columns.Add(squared[r], hn::Set(FloatTag(), static_cast<float>(row + r)));
      }
    }
    AddLanes(of_columns, of_b, first);
  }
  for (size_t row = 0; row < rows; ++row) {
    const float* const place = kept.get() + row * 3 * lanes;
    for (size_t lane = 0; lane < lanes; ++lane)
      of_a[row].Add(place[lane], place[lanes + lane], place[2 * lanes + lane]);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace isogs
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace isogs {

HWY_EXPORT(FindNearestDescriptors);

void FindNearestDescriptors(std::span<const float> a, std::span<const float> b,
                            std::span<NearestDescriptor> of_a, std::span<NearestDescriptor> of_b) {
  HWY_DYNAMIC_DISPATCH(FindNearestDescriptors)(a, b, of_a, of_b);
}

}  // namespace isogs
#endif  // HWY_ONCE
