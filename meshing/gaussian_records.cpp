// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussian_records.h"

#include <hwy/cache_control.h>
#include <hwy/contrib/sort/vqsort.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <bit>
#include <cmath>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kGrain = 1 << 12;
constexpr size_t kPrefetched = 12;  // Gaussians

int BitsFor(int64_t highest) { return static_cast<int>(std::bit_width(static_cast<uint64_t>(highest))); }

/// The places of items in the order of their cells, and of themselves within a cell.
template <typename Item>
std::vector<uint32_t> OrderByCell(const std::vector<Item>& items) {
  const size_t count = items.size();
  if (count == 0) return {};
  LatticePoint low = items[0].cell, high = low;
  for (const Item& item : items) {
    for (size_t k = 0; k < 3; ++k) {
      low[k] = std::min(low[k], item.cell[k]);
      high[k] = std::max(high[k], item.cell[k]);
    }
  }
  const int bits[3] = {BitsFor(int64_t{high[0]} - low[0]), BitsFor(int64_t{high[1]} - low[1]),
                       BitsFor(int64_t{high[2]} - low[2])};
  const int place_bits = BitsFor(static_cast<int64_t>(count));
  const auto key_of = [&](const LatticePoint& cell) {
    const auto part = [&](size_t k) { return static_cast<uint64_t>(int64_t{cell[k]} - low[k]); };
    return (part(2) << bits[1] | part(1)) << bits[0] | part(0);
  };
  std::vector<uint32_t> order(count);
  if (bits[0] + bits[1] + bits[2] + place_bits <= 64) {
    std::vector<uint64_t> keys(count);
    for (size_t i = 0; i < count; ++i) keys[i] = key_of(items[i].cell) << place_bits | i;
    hwy::Sorter()(keys.data(), count, hwy::SortAscending());
    const uint64_t mask = (uint64_t{1} << place_bits) - 1;
    for (size_t i = 0; i < count; ++i) order[i] = static_cast<uint32_t>(keys[i] & mask);
  } else {
    std::vector<hwy::uint128_t> keys(count);
    for (size_t i = 0; i < count; ++i) {
      keys[i].hi = key_of(items[i].cell);
      keys[i].lo = i;
    }
    hwy::Sorter()(keys.data(), count, hwy::SortAscending());
    for (size_t i = 0; i < count; ++i) order[i] = static_cast<uint32_t>(keys[i].lo);
  }
  return order;
}

/// Calls body(place, gaussian) for the Gaussians of a list, in parallel. They lie here and there in memory.
template <typename Body>
void ForList(const GaussianKernels& kernels, std::span<const uint32_t> list, const Body& body) {
  const GaussianSource& source = kernels.source;
  const GaussianCloud& cloud = *source.cloud;
  ParallelFor(static_cast<int64_t>(list.size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const size_t next = list[std::min(i + kPrefetched, list.size() - 1)];
      hwy::Prefetch(kernels.Point(next));
      hwy::Prefetch(&cloud.colors[3 * next]);
      hwy::Prefetch(&cloud.logit_opacities[next]);
      if (kernels.is_density) {
        hwy::Prefetch(&cloud.rotations[4 * next]);
        hwy::Prefetch(&cloud.log_scales[3 * next]);
      } else {
        hwy::Prefetch(&source.normals[next]);
        if (!source.spacings.empty()) hwy::Prefetch(&source.spacings[next]);
      }
      body(i, list[i]);
    }
  });
}

/// Samples within `reach` of the mean on each axis, within the crop. Size 0 where there are none.
void SetBox(const CellPoint& mean, const std::array<float, 3>& reach, const LatticeBox& crop,
            PreparedGaussian* out) {
  for (size_t k = 0; k < 3; ++k) {
    const int32_t low = std::max(mean.cell[k] + CeilToInt(mean.within[k] - reach[k]), crop.low[k]);
    const int32_t high = std::min(mean.cell[k] + FloorToInt(mean.within[k] + reach[k]), crop.high[k]);
    out->low[k] = low;
    out->size[k] = std::max(high - low + 1, 0);
    out->offset[k] = static_cast<float>(low - mean.cell[k]) - mean.within[k];
  }
}

Eigen::Array3f ColorOf(const GaussianCloud& cloud, size_t i) {
  return Eigen::Map<const Eigen::Array3f>(&cloud.colors[3 * i]).max(0.0f).min(1.0f);
}

void SetColor(const Eigen::Array3f& color, PreparedGaussian* out) {
  for (size_t k = 0; k < 3; ++k) {
    out->color[k] = static_cast<uint8_t>(255.0f * color[static_cast<Eigen::Index>(k)] + 0.5f);
  }
}

/// A record and the cell by which it is sorted.
struct DensityItem {
  LatticePoint cell;
  DensityGaussian record;
};

DensityItem PrepareDensity(const GaussianKernels& kernels, size_t i) {
  const GaussianCloud& cloud = *kernels.source.cloud;
  const float* q = &cloud.rotations[4 * i];
  const Eigen::Matrix3f rotation = Eigen::Quaternionf(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix();
  const Eigen::Array3f scales = Eigen::Map<const Eigen::Array3f>(&cloud.log_scales[3 * i]).exp() *
                                static_cast<float>(kernels.per_voxel);
  const Eigen::Array3f variance = scales.max(kernels.min_scale).square();
  const Eigen::Array3f inverse = (kDensityReach / static_cast<float>(kReachSigmas * kReachSigmas)) / variance;
  const Eigen::Matrix3f a = rotation * inverse.matrix().asDiagonal() * rotation.transpose();
  const Eigen::Array3f reach = (kBoxSlack * static_cast<float>(kReachSigmas)) *
                               (rotation.cwiseAbs2() * variance.matrix()).array().sqrt();
  const CellPoint mean = Locate(&cloud.means[3 * i], kernels.per_voxel);
  DensityGaussian out;
  out.a = {a(0, 0), a(0, 1), a(0, 2), a(1, 1), a(1, 2), a(2, 2)};
  SetBox(mean, {reach[0], reach[1], reach[2]}, kernels.crop, &out);
  out.opacity = 1.0f / (1.0f + std::exp(-cloud.logit_opacities[i]));
  SetColor(ColorOf(cloud, i), &out);
  return {mean.cell, out};
}

/// An oriented Gaussian as it goes into a record.
struct OrientedItem : CellPoint {
  float radius, weight;
  std::array<float, 3> normal, color;
};

OrientedItem PrepareOriented(const GaussianKernels& kernels, size_t i) {
  OrientedItem item{Locate(kernels.Point(i), kernels.per_voxel), kernels.Radius(i), 0.0f, {}, {}};
  item.weight = kernels.Weight(i, item.radius);
  item.normal = UnpackNormal(kernels.source.normals[i]);
  Eigen::Map<Eigen::Array3f>(item.color.data()) = ColorOf(*kernels.source.cloud, i);
  return item;
}

/// Oriented Gaussians of one cell and one kernel, summed.
class Bundle {
 public:
  /// `thickness`: radius along the normal; different from the other one only for one Gaussian alone.
  Bundle(const LatticePoint& cell, float radius, float thickness)
      : cell_(cell), radius_(radius), thickness_(thickness) {}

  void Add(const OrientedItem& item) {
    const Eigen::Vector3f point(item.within.data()), normal(item.normal.data());
    weight_ += item.weight;
    point_ += item.weight * point;
    color_ += item.weight * Eigen::Array3f(item.color.data());
    normal_ += item.weight * normal;
    distance_ -= item.weight * normal.dot(point);
  }
  OrientedGaussian Finish(const LatticeBox& crop) const {
    const float inverse = weight_ > 0.0f ? 1.0f / weight_ : 0.0f;
    const Eigen::Vector3f mean = inverse * point_;
    const float reach = kBoxSlack * radius_;
    OrientedGaussian out;
    SetBox({cell_, {mean.x(), mean.y(), mean.z()}}, {reach, reach, reach}, crop, &out);
    SetColor(inverse * color_, &out);
    out.opacity = weight_;
    out.normal = {normal_.x(), normal_.y(), normal_.z()};
    out.distance = distance_ + normal_.dot(mean);
    out.inverse_squared_radius = 1.0f / (radius_ * radius_);
    out.flatness = thickness_ < radius_ && weight_ > 0.0f
                       ? (1.0f / (thickness_ * thickness_) - out.inverse_squared_radius) * inverse * inverse
                       : 0.0f;
    return out;
  }

 private:
  LatticePoint cell_;
  float radius_, thickness_;
  float weight_ = 0.0f, distance_ = 0.0f;
  Eigen::Vector3f point_ = Eigen::Vector3f::Zero(), normal_ = Eigen::Vector3f::Zero();
  Eigen::Array3f color_ = Eigen::Array3f::Zero();
};

}  // namespace

void MakeRecords(const GaussianKernels& kernels, std::span<const uint32_t> list,
                 std::vector<DensityGaussian>* records) {
  std::vector<DensityItem> items(list.size());
  ForList(kernels, list, [&](size_t place, size_t i) { items[place] = PrepareDensity(kernels, i); });
  const std::vector<uint32_t> order = OrderByCell(items);
  records->clear();
  records->reserve(order.size());
  for (const uint32_t place : order) records->push_back(items[place].record);
}

void MakeRecords(const GaussianKernels& kernels, std::span<const uint32_t> list,
                 std::vector<OrientedGaussian>* records) {
  std::vector<OrientedItem> items(list.size());
  ForList(kernels, list, [&](size_t place, size_t i) { items[place] = PrepareOriented(kernels, i); });
  const std::vector<uint32_t> order = OrderByCell(items);
  records->clear();
  for (size_t i = 0; i < order.size();) {
    const LatticePoint cell = items[order[i]].cell;
    Bundle merged(cell, kernels.smallest_radius, kernels.smallest_radius);
    bool any = false;
    for (; i < order.size() && items[order[i]].cell == cell; ++i) {
      const OrientedItem& item = items[order[i]];
      if (kernels.merges && item.radius == kernels.smallest_radius) {
        merged.Add(item);
        any = true;
      } else {
        Bundle alone(cell, item.radius, kernels.smallest_radius);
        alone.Add(item);
        records->push_back(alone.Finish(kernels.crop));
      }
    }
    if (any) records->push_back(merged.Finish(kernels.crop));
  }
}

}  // namespace isogs
