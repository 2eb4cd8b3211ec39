// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "shared/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "meshing/blocks/block_vertices.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must stand before highway.h and the code.
#include <hwy/highway.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "meshing/blocks/block_vertices.h"
#include "meshing/blocks/block_window-inl.h"
#include "meshing/blocks/vertex_math.h"

HWY_BEFORE_NAMESPACE();
namespace isogs {
namespace HWY_NAMESPACE {
namespace {

using ByteTag = hn::CappedTag<int8_t, 64>;
using Bytes = hn::Vec<ByteTag>;
constexpr ByteTag kBytes;
constexpr size_t kByteLanes = hn::MaxLanes(kBytes);

/// Offsets of some vertices from a Gaussian's mean.
struct Offsets {
  Floats x, y, z;
};

/// Samples at which edges begin that a Gaussian may reach, and those at which some vertices' edges do.
struct SampleBounds {
  int8_t low[3], end[3];
};

/// The Gaussians of a list by the vertices that they may reach. An edge begins up to a voxel below of what it
/// reaches.
class Reaches {
 public:
  template <typename Record>
  Reaches(const Record* gaussians, std::span<const uint32_t> list, const LatticePoint& origin,
          std::vector<int8_t>* memory)
      : stride_((list.size() + 63) / 64 * 64) {
    memory->assign(6 * stride_, 0);
    bounds_ = memory->data();
    for (size_t i = 0; i < list.size(); ++i) {
      PrefetchAhead(gaussians, list.data(), i, list.size());
      const PreparedGaussian& gaussian = gaussians[list[i]];
      for (size_t k = 0; k < 3; ++k) {
        const int low = gaussian.low[k] - origin[k];
        bounds_[k * stride_ + i] = static_cast<int8_t>(std::clamp(low - 1, 0, kBeyond));
        // What ends before the block has no vertex, like the padding: its end is 0, that of others is 1 more.
        bounds_[(3 + k) * stride_ + i] = static_cast<int8_t>(std::clamp(low + gaussian.size[k], 0, kBeyond));
      }
    }
  }

  /// Bit i: Gaussian first + i, of 64, may reach vertices within these bounds.
  HWY_INLINE uint64_t Overlaps(size_t first, const SampleBounds& bounds) const {
    uint64_t bits = 0;
    for (size_t at = 0; at < 64; at += kByteLanes) {
      const int8_t* from = bounds_ + first + at;
      auto overlaps = hn::Lt(hn::LoadU(kBytes, from), hn::Set(kBytes, bounds.end[0]));
      overlaps =
          hn::And(overlaps, hn::Gt(hn::LoadU(kBytes, from + 3 * stride_), hn::Set(kBytes, bounds.low[0])));
      for (size_t k = 1; k < 3; ++k) {
        overlaps =
            hn::And(overlaps, hn::Lt(hn::LoadU(kBytes, from + k * stride_), hn::Set(kBytes, bounds.end[k])));
        overlaps = hn::And(
            overlaps, hn::Gt(hn::LoadU(kBytes, from + (3 + k) * stride_), hn::Set(kBytes, bounds.low[k])));
      }
      uint8_t lanes[8] = {};
      hn::StoreMaskBits(kBytes, overlaps, lanes);
      uint64_t word;
      std::memcpy(&word, lanes, sizeof word);
      bits |= word << at;
    }
    return bits;
  }

 private:
  static constexpr int kBeyond = 100;  // the last sample is at most 32

  size_t stride_;
  int8_t* bounds_;  // [6, stride_] lowest, then one after the highest, of each axis
};

SampleBounds BoundsOf(const BlockVertices& vertices, size_t begin, size_t end) {
  SampleBounds bounds;
  for (int k = 0; k < 3; ++k) {
    const auto [low, high] = std::minmax_element(vertices.sample(k) + begin, vertices.sample(k) + end);
    bounds.low[k] = *low;
    bounds.end[k] = static_cast<int8_t>(*high + 1);
  }
  return bounds;
}

/// The sums of some vertices.
struct Sums {
  Floats of[BlockVertices::kSums];

  HWY_INLINE void Add(const PreparedGaussian& gaussian, Floats weight, Floats scale, const Floats normal[3]) {
    of[BlockVertices::kWeight] = hn::Add(of[BlockVertices::kWeight], weight);
    for (int k = 0; k < 3; ++k) {
      Floats& color = of[BlockVertices::kRed + k];
      color = hn::MulAdd(weight, Set(gaussian.color[static_cast<size_t>(k)]), color);
      Floats& direction = of[BlockVertices::kNormalX + k];
      direction = hn::MulAdd(scale, normal[k], direction);
    }
  }
};

/// Half the gradient of t: away from the mean, where the density falls.
struct DensitySlope {
  HWY_INLINE DensitySlope(const DensityGaussian& gaussian, const Offsets& d) {
    const std::array<float, 6>& a = gaussian.a;
    of[0] = hn::MulAdd(Set(a[0]), d.x, hn::MulAdd(Set(a[1]), d.y, hn::Mul(Set(a[2]), d.z)));
    of[1] = hn::MulAdd(Set(a[1]), d.x, hn::MulAdd(Set(a[3]), d.y, hn::Mul(Set(a[4]), d.z)));
    of[2] = hn::MulAdd(Set(a[2]), d.x, hn::MulAdd(Set(a[4]), d.y, hn::Mul(Set(a[5]), d.z)));
    t = hn::MulAdd(of[0], d.x, hn::MulAdd(of[1], d.y, hn::Mul(of[2], d.z)));
  }
  Floats of[3];
  Floats t;
};

HWY_INLINE void AddGaussian(const DensityGaussian& gaussian, const Offsets& d, Sums* sums) {
  const DensitySlope slope(gaussian, d);
  const Floats weight = DensityOf(slope.t, Set(gaussian.opacity));
  sums->Add(gaussian, weight, weight, slope.of);
}

/// Whether it is worth knowing beforehand which Gaussians reach some of the vertices. Vertices of the density
/// surface lie at the rims of Gaussians, where few of those do whose boxes do.
HWY_INLINE bool Reach(const DensityGaussian& gaussian, const Offsets& d) {
  return !hn::AllFalse(kTag, hn::Le(DensitySlope(gaussian, d).t, Set(kDensityReach)));
}
HWY_INLINE bool Reach(const OrientedGaussian&, const Offsets&) { return true; }

HWY_INLINE void AddGaussian(const OrientedGaussian& gaussian, const Offsets& d, Sums* sums) {
  const Floats normal[3] = {Set(gaussian.normal[0]), Set(gaussian.normal[1]), Set(gaussian.normal[2])};
  const Floats squared = hn::MulAdd(d.x, d.x, hn::MulAdd(d.y, d.y, hn::Mul(d.z, d.z)));
  const Floats along = hn::MulAdd(normal[0], d.x, hn::MulAdd(normal[1], d.y, hn::Mul(normal[2], d.z)));
  const Floats distance = hn::Add(along, Set(gaussian.distance));
  const Floats round = hn::NegMulAdd(squared, Set(gaussian.inverse_squared_radius), Set(1.0f));
  const Floats u =
      hn::Max(hn::NegMulAdd(hn::Mul(distance, distance), Set(gaussian.flatness), round), hn::Zero(kTag));
  const Floats kernel = hn::Mul(hn::Mul(u, u), u);
  sums->Add(gaussian, hn::Mul(kernel, Set(gaussian.opacity)), kernel, normal);
}

template <typename Record>
void Sum(const Record* gaussians, std::span<const uint32_t> list, const LatticePoint& origin,
         std::vector<int8_t>* memory, BlockVertices* vertices) {
  const Reaches reaches(gaussians, list, origin, memory);
  for (size_t v = 0; v < vertices->size(); v += kLanes) {
    const SampleBounds bounds = BoundsOf(*vertices, v, std::min(v + kLanes, vertices->size()));
    Floats position[3];
    for (int k = 0; k < 3; ++k) position[k] = hn::LoadU(kTag, vertices->position(k) + v);
    Sums sums;
    for (Floats& sum : sums.of) sum = hn::Zero(kTag);
    const auto offsets = [&](const Record& gaussian) {
      const auto along = [&](size_t k) {  // the integers are exact
        const auto skipped = static_cast<float>(origin[k] - gaussian.low[k]);
        return hn::Add(Set(gaussian.offset[k]), hn::Add(Set(skipped), position[k]));
      };
      return Offsets{along(0), along(1), along(2)};
    };
    for (size_t first = 0; first < list.size(); first += 64) {
      uint32_t near[64];
      size_t count = 0;
      for (uint64_t bits = reaches.Overlaps(first, bounds); bits != 0; bits &= bits - 1) {
        near[count] = list[first + static_cast<size_t>(std::countr_zero(bits))];
        count += Reach(gaussians[near[count]], offsets(gaussians[near[count]])) ? 1 : 0;  // no branch
      }
      for (size_t i = 0; i < count; ++i) {
        AddGaussian(gaussians[near[i]], offsets(gaussians[near[i]]), &sums);
      }
    }
    for (int i = 0; i < BlockVertices::kSums; ++i) hn::StoreU(sums.of[i], kTag, vertices->sums(i) + v);
  }
}

void SumDensity(const DensityGaussian* gaussians, std::span<const uint32_t> list, const LatticePoint& origin,
                std::vector<int8_t>* memory, BlockVertices* vertices) {
  Sum(gaussians, list, origin, memory, vertices);
}

void SumOriented(const OrientedGaussian* gaussians, std::span<const uint32_t> list,
                 const LatticePoint& origin, std::vector<int8_t>* memory, BlockVertices* vertices) {
  Sum(gaussians, list, origin, memory, vertices);
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

}  // namespace

void BlockVertices::Clear() {
  axes_.clear();
  along_.clear();
  for (auto& samples : samples_) samples.clear();
  for (auto& positions : positions_) positions.clear();
}

void BlockVertices::Add(const std::array<int, 3>& sample, int axis, float along) {
  axes_.push_back(static_cast<uint8_t>(axis));
  along_.push_back(along);
  const float rounded = RoundedPlace(along);
  for (size_t k = 0; k < 3; ++k) {
    samples_[k].push_back(static_cast<int8_t>(sample[k]));
    positions_[k].push_back(static_cast<float>(sample[k]) + (static_cast<int>(k) == axis ? rounded : 0.0f));
  }
}

void BlockVertices::ResizeSums() {
  for (auto& positions : positions_) positions.resize(size() + kPadding);
  for (auto& sums : sums_) sums.resize(size() + kPadding);
}

void SumAttributes(std::span<const DensityGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices) {
  vertices->ResizeSums();
  HWY_DYNAMIC_DISPATCH(SumDensity)(gaussians.data(), list, origin, &vertices->memory(), vertices);
}

void SumAttributes(std::span<const OrientedGaussian> gaussians, std::span<const uint32_t> list,
                   const LatticePoint& origin, BlockVertices* vertices) {
  vertices->ResizeSums();
  HWY_DYNAMIC_DISPATCH(SumOriented)(gaussians.data(), list, origin, &vertices->memory(), vertices);
}

}  // namespace isogs
#endif  // HWY_ONCE
