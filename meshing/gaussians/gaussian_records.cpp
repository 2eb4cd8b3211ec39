// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/gaussians/gaussian_records.h"

#include <hwy/cache_control.h>
#include <hwy/contrib/sort/vqsort.h>

#include <Eigen/Geometry>
#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "shared/geometry/logistic.h"

namespace isogs {
namespace {

constexpr size_t kPrefetched = 12;  // items

int BitsFor(int64_t highest) { return static_cast<int>(std::bit_width(static_cast<uint64_t>(highest))); }

/// Calls body(places) for the cells of a list of items, in their order: the places in the list of the items
/// in the cell, ascending.
template <typename Item, typename Body>
void ForCells(std::span<const Item> items, const Body& body) {
  const size_t count = items.size();
  if (count == 0) return;
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
    return (part(0) << bits[1] | part(1)) << bits[2] | part(2);
  };
  std::vector<uint32_t> order(count);
  const auto finish = [&](const auto& cell_of) {
    for (size_t begin = 0, end = 0; begin < count; begin = end) {
      const auto cell = cell_of(begin);
      while (end < count && cell_of(end) == cell) ++end;
      for (size_t ahead = begin + kPrefetched; ahead < std::min(end + kPrefetched, count); ++ahead) {
        const auto* item = reinterpret_cast<const char*>(&items[order[ahead]]);
        hwy::Prefetch(item);
        hwy::Prefetch(item + sizeof(Item) - 1);
      }
      body(std::span<const uint32_t>(order).subspan(begin, end - begin));
    }
  };
  if (bits[0] + bits[1] + bits[2] + place_bits <= 64) {
    std::vector<uint64_t> keys(count);
    for (size_t i = 0; i < count; ++i) keys[i] = key_of(items[i].cell) << place_bits | i;
    hwy::Sorter()(keys.data(), count, hwy::SortAscending());
    const uint64_t mask = (uint64_t{1} << place_bits) - 1;
    for (size_t i = 0; i < count; ++i) order[i] = static_cast<uint32_t>(keys[i] & mask);
    finish([&](size_t i) { return keys[i] >> place_bits; });
  } else {
    std::vector<hwy::uint128_t> keys(count);
    for (size_t i = 0; i < count; ++i) {
      keys[i].hi = key_of(items[i].cell);
      keys[i].lo = i;
    }
    hwy::Sorter()(keys.data(), count, hwy::SortAscending());
    for (size_t i = 0; i < count; ++i) order[i] = static_cast<uint32_t>(keys[i].lo);
    finish([&](size_t i) { return keys[i].hi; });
  }
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

std::array<uint8_t, 4> ColorOf(const GaussianCloud& cloud, size_t i) {
  std::array<uint8_t, 4> color = {};
  for (size_t k = 0; k < 3; ++k) {
    color[k] = static_cast<uint8_t>(255.0f * std::clamp(cloud.colors[3 * i + k], 0.0f, 1.0f) + 0.5f);
  }
  return color;
}

DensityGaussian MakeRecord(const GaussianKernels& kernels, const DensityItem& item) {
  const auto& q = item.rotation;
  const Eigen::Matrix3f rotation = Eigen::Quaternionf(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix();
  const Eigen::Array3f scales =
      Eigen::Map<const Eigen::Array3f>(item.log_scales.data()).exp() * static_cast<float>(kernels.per_voxel);
  const Eigen::Array3f variance = scales.max(kernels.min_scale).square();
  const Eigen::Array3f inverse = (kDensityReach / static_cast<float>(kReachSigmas * kReachSigmas)) / variance;
  const Eigen::Matrix3f a = rotation * inverse.matrix().asDiagonal() * rotation.transpose();
  const Eigen::Array3f reach = (kBoxSlack * static_cast<float>(kReachSigmas)) *
                               (rotation.cwiseAbs2() * variance.matrix()).array().sqrt();
  DensityGaussian out;
  out.a = {a(0, 0), a(0, 1), a(0, 2), a(1, 1), a(1, 2), a(2, 2)};
  SetBox(item, {reach[0], reach[1], reach[2]}, kernels.crop, &out);
  out.opacity = Logistic(item.logit_opacity);
  out.color = item.color;
  return out;
}

/// Oriented Gaussians of one cell and one kernel, summed.
class Bundle {
 public:
  /// `thickness`: radius along the normal; different from the other one only for one Gaussian alone.
  Bundle(const LatticePoint& cell, float radius, float thickness)
      : cell_(cell), radius_(radius), thickness_(thickness) {}

  void Add(const OrientedItem& item) {
    const std::array<float, 3> unpacked = UnpackNormal(item.normal);
    const Eigen::Vector3f point(item.within.data()), normal(unpacked.data());
    weight_ += item.weight;
    point_ += item.weight * point;
    color_ += item.weight * Eigen::Array3f(item.color[0], item.color[1], item.color[2]);
    normal_ += item.weight * normal;
    distance_ -= item.weight * normal.dot(point);
  }
  OrientedGaussian Finish(const LatticeBox& crop) const {
    const float inverse = weight_ > 0.0f ? 1.0f / weight_ : 0.0f;
    const Eigen::Vector3f mean = inverse * point_;
    const float reach = kBoxSlack * radius_;
    OrientedGaussian out;
    SetBox({cell_, {mean.x(), mean.y(), mean.z()}}, {reach, reach, reach}, crop, &out);
    for (size_t k = 0; k < 3; ++k) {
      out.color[k] = static_cast<uint8_t>(inverse * color_[static_cast<Eigen::Index>(k)] + 0.5f);
    }
    out.color[3] = 0;
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

void MakeItem(const GaussianKernels& kernels, size_t i, DensityItem* item) {
  const GaussianCloud& cloud = *kernels.source.cloud;
  static_cast<CellPoint&>(*item) = Locate(&cloud.means[3 * i], kernels.per_voxel);
  std::copy_n(&cloud.rotations[4 * i], 4, item->rotation.begin());
  std::copy_n(&cloud.log_scales[3 * i], 3, item->log_scales.begin());
  item->logit_opacity = cloud.logit_opacities[i];
  item->color = ColorOf(cloud, i);
}

void MakeItem(const GaussianKernels& kernels, size_t i, OrientedItem* item) {
  static_cast<CellPoint&>(*item) = Locate(kernels.Point(i), kernels.per_voxel);
  item->radius = kernels.Radius(i);
  item->weight = kernels.Weight(i, item->radius);
  item->normal = kernels.source.normals[i];
  item->color = ColorOf(*kernels.source.cloud, i);
}

size_t MakeRecords(const GaussianKernels& kernels, std::span<const DensityItem> items,
                   DensityGaussian* records) {
  DensityGaussian* out = records;
  ForCells(items, [&](std::span<const uint32_t> places) {
    for (const uint32_t place : places) *out++ = MakeRecord(kernels, items[place]);
  });
  return static_cast<size_t>(out - records);
}

size_t MakeRecords(const GaussianKernels& kernels, std::span<const OrientedItem> items,
                   OrientedGaussian* records) {
  OrientedGaussian* out = records;
  ForCells(items, [&](std::span<const uint32_t> places) {
    const LatticePoint cell = items[places[0]].cell;
    Bundle merged(cell, kernels.smallest_radius, kernels.smallest_radius);
    bool any = false;
    for (const uint32_t place : places) {
      const OrientedItem& item = items[place];
      if (kernels.merges && item.radius == kernels.smallest_radius) {
        merged.Add(item);
        any = true;
      } else {
        Bundle alone(cell, item.radius, kernels.smallest_radius);
        alone.Add(item);
        *out++ = alone.Finish(kernels.crop);
      }
    }
    if (any) *out++ = merged.Finish(kernels.crop);
  });
  return static_cast<size_t>(out - records);
}

}  // namespace isogs
