// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <type_traits>

#include "meshing/blocks/cuda/record_tile.h"
#include "shared/simd/exp2.h"

namespace isogs::cuda {
namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / kWarpSize;
constexpr int kPerLane = SampleGroups::kSize / kWarpSize;

/// A sample of a block; where it has none, it lies where nothing reaches.
struct Sample {
  int at[3];
};

__device__ Sample LoadSample(uint32_t index, int side) {
  constexpr int kFar = -(1 << 28);
  if (index == SampleGroups::kNone) return {{kFar, kFar, kFar}};
  const auto i = static_cast<int>(index);
  return {{i % side, i / side % side, i / (side * side)}};
}

/// Distances of the sample from the Gaussian's mean; false if the Gaussian does not reach it.
__device__ bool Reaches(const PreparedGaussian& gaussian, const int32_t* origin, const Sample& sample,
                        float* distances) {
  bool reaches = true;
  for (int k = 0; k < 3; ++k) {
    const int from_low = sample.at[k] + origin[k] - gaussian.low[static_cast<size_t>(k)];
    reaches = reaches && from_low >= 0 && from_low < gaussian.size[static_cast<size_t>(k)];
    distances[k] = gaussian.offset[static_cast<size_t>(k)] + static_cast<float>(from_low);
  }
  return reaches;
}

__device__ void Accumulate(const DensityGaussian& gaussian, const float* d, float* value, float* /*weight*/) {
  const auto& a = gaussian.a;
  const float a_xz = a[2] * d[2], a_yz = 2.0f * a[4] * d[2], a_zz = a[5] * d[2] * d[2];
  const float b = a[1] * d[1] + a_xz, c = (a[3] * d[1] + a_yz) * d[1] + a_zz;
  const float t = std::fma(std::fma(a[0], d[0], 2.0f * b), d[0], c);
  if (!(t <= kDensityReach)) return;
  *value += -gaussian.opacity * FastExp2(-std::max(t, 0.0f));
}

__device__ void Accumulate(const OrientedGaussian& gaussian, const float* d, float* value, float* weight) {
  const float inverse = gaussian.inverse_squared_radius;
  const auto& normal = gaussian.normal;
  const float u_x = std::fma(-(d[0] * d[0]), inverse, 1.0f);
  const float distance_x = std::fma(d[0], normal[0], gaussian.distance);
  const float distance = distance_x + d[2] * normal[2] + d[1] * normal[1];
  const float round = u_x - d[2] * d[2] * inverse - d[1] * d[1] * inverse;
  const float u = std::max(std::fma(-(distance * distance), gaussian.flatness, round), 0.0f);
  const float kernel = u * u * u;
  *value = std::fma(kernel, distance, *value);
  *weight = std::fma(kernel, gaussian.opacity, *weight);
}

__device__ bool IsInCrop(const FieldLimits& limits, const int32_t* origin, const Sample& sample) {
  bool is_in = true;
  for (int k = 0; k < 3; ++k) {
    const int at = sample.at[k] + origin[k];
    is_in = is_in && at >= limits.crop_low[static_cast<size_t>(k)] &&
            at <= limits.crop_high[static_cast<size_t>(k)];
  }
  return is_in;
}

/// A block of threads for some groups of a block's samples, a warp a group.
template <typename Record>
__global__ void __launch_bounds__(kThreads)
    FieldKernel(DeviceBlocks blocks, DeviceGroups groups, FieldLimits limits, DeviceField field) {
  constexpr bool kWeighted = std::is_same_v<Record, OrientedGaussian>;
  __shared__ Record tile[kWarpSize];
  const auto block = static_cast<int>(blockIdx.x);
  const int lane = static_cast<int>(threadIdx.x) % kWarpSize;
  const int group = static_cast<int>(blockIdx.y) * kWarps + static_cast<int>(threadIdx.x) / kWarpSize;
  const bool has_group = group < groups.count;
  const int32_t* origin = blocks.origins + 3 * block;
  SampleBox box = {{0, 0, 0}, {-1, -1, -1}};
  if (has_group) box = groups.boxes[group];
  uint32_t indices[kPerLane];
  Sample samples[kPerLane];
  float values[kPerLane], weights[kPerLane];
  for (int k = 0; k < kPerLane; ++k) {
    indices[k] =
        has_group ? groups.samples[group * SampleGroups::kSize + k * kWarpSize + lane] : SampleGroups::kNone;
    samples[k] = LoadSample(indices[k], blocks.size + 1);
    values[k] = kWeighted ? 0.0f : limits.iso_level;
    weights[k] = 0.0f;
  }
  const uint32_t end = blocks.ends[block];
  for (uint32_t first = blocks.begins[block]; first < end; first += kWarpSize) {
    const int count = static_cast<int>(std::min<uint32_t>(end - first, kWarpSize));
    __syncthreads();
    LoadTile(static_cast<const Record*>(blocks.records), blocks.list + first, count, tile);
    __syncthreads();
    const bool meets = has_group && lane < count && Meets(tile[lane], origin, box, 0);
    for (uint32_t bits = __ballot_sync(kWholeWarp, meets); bits != 0; bits &= bits - 1) {
      const Record& gaussian = tile[__ffs(bits) - 1];
      for (int k = 0; k < kPerLane; ++k) {
        float distances[3];
        if (Reaches(gaussian, origin, samples[k], distances)) {
          Accumulate(gaussian, distances, &values[k], &weights[k]);
        }
      }
    }
  }
  const int64_t first_sample = int64_t{block} * (blocks.size + 1) * (blocks.size + 1) * (blocks.size + 1);
  for (int k = 0; k < kPerLane; ++k) {
    if (indices[k] == SampleGroups::kNone) continue;
    const int64_t at = first_sample + indices[k];
    bool valid = IsInCrop(limits, origin, samples[k]), inside;
    if constexpr (kWeighted) {
      const bool has_value = weights[k] >= limits.min_sample_weight;
      valid = valid && has_value;
      if (has_value) values[k] /= weights[k];
      inside = has_value && values[k] < 0.0f;
      field.weights[at] = weights[k];
    } else {
      inside = values[k] <= 0.0f;
    }
    field.values[at] = values[k];
    field.marks[at] = static_cast<uint8_t>((inside ? kInside : 0) | (valid ? kValid : 0));
  }
}

}  // namespace

template <typename Record>
void EvaluateField(Stream stream, const DeviceBlocks& blocks, const DeviceGroups& groups,
                   const FieldLimits& limits, const DeviceField& field) {
  const dim3 grid(static_cast<unsigned>(blocks.count), BlocksFor(groups.count, kWarps));
  Launch(stream, grid, kThreads, FieldKernel<Record>, blocks, groups, limits, field);
}

template void EvaluateField<DensityGaussian>(Stream, const DeviceBlocks&, const DeviceGroups&,
                                             const FieldLimits&, const DeviceField&);
template void EvaluateField<OrientedGaussian>(Stream, const DeviceBlocks&, const DeviceGroups&,
                                              const FieldLimits&, const DeviceField&);

}  // namespace isogs::cuda
