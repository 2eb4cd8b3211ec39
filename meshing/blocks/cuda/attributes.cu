// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "meshing/blocks/cuda/record_tile.h"
#include "meshing/blocks/vertex_math.h"
#include "shared/simd/exp2.h"

namespace isogs::cuda {
namespace {

constexpr int kThreads = 128;

__device__ void AddSums(const PreparedGaussian& gaussian, float weight, float scale, const float* normal,
                        VertexSums* sums) {
  sums->weight += weight;
  for (int k = 0; k < 3; ++k) {
    sums->color[k] =
        std::fma(weight, static_cast<float>(gaussian.color[static_cast<size_t>(k)]), sums->color[k]);
    sums->normal[k] = std::fma(scale, normal[k], sums->normal[k]);
  }
}

__device__ void Add(const DensityGaussian& gaussian, const float* d, VertexSums* sums) {
  const auto& a = gaussian.a;
  const float slope[3] = {std::fma(a[0], d[0], std::fma(a[1], d[1], a[2] * d[2])),
                          std::fma(a[1], d[0], std::fma(a[3], d[1], a[4] * d[2])),
                          std::fma(a[2], d[0], std::fma(a[4], d[1], a[5] * d[2]))};
  const float t = std::fma(slope[0], d[0], std::fma(slope[1], d[1], slope[2] * d[2]));
  if (!(t <= kDensityReach)) return;
  const float weight = gaussian.opacity * FastExp2(-std::max(t, 0.0f));
  AddSums(gaussian, weight, weight, slope, sums);
}

__device__ void Add(const OrientedGaussian& gaussian, const float* d, VertexSums* sums) {
  const float normal[3] = {gaussian.normal[0], gaussian.normal[1], gaussian.normal[2]};
  const float squared = std::fma(d[0], d[0], std::fma(d[1], d[1], d[2] * d[2]));
  const float along = std::fma(normal[0], d[0], std::fma(normal[1], d[1], normal[2] * d[2]));
  const float distance = along + gaussian.distance;
  const float round = std::fma(-squared, gaussian.inverse_squared_radius, 1.0f);
  const float u = std::max(std::fma(-(distance * distance), gaussian.flatness, round), 0.0f);
  const float kernel = u * u * u;
  AddSums(gaussian, kernel * gaussian.opacity, kernel, normal, sums);
}

/// Bounds over the warp's lanes.
__device__ SampleBox WarpBox(const EdgeVertex& vertex, bool is_there) {
  SampleBox box;
  for (int k = 0; k < 3; ++k) {
    int low = is_there ? vertex.sample[k] : 255, last = is_there ? vertex.sample[k] : -1;
    for (int step = kWarpSize / 2; step > 0; step /= 2) {
      low = std::min(low, __shfl_xor_sync(kWholeWarp, low, step));
      last = std::max(last, __shfl_xor_sync(kWholeWarp, last, step));
    }
    box.low[k] = low;
    box.last[k] = last;
  }
  return box;
}

/// A block of threads a block of voxels, a thread a vertex at a time.
template <typename Record>
__global__ void __launch_bounds__(kThreads)
    FinishKernel(DeviceBlocks blocks, double voxel_size_m, DeviceField field, DeviceSurface surface) {
  __shared__ Record tile[kWarpSize];
  const int64_t block = blockIdx.x;
  const int lane = static_cast<int>(threadIdx.x) % kWarpSize;
  const int32_t* origin = blocks.origins + 3 * block;
  const int count = field.counts[block * kCounts + kVertices];
  const int64_t begin = surface.begins[block * kCounts + kVertices];
  const uint32_t list_end = blocks.ends[block];
  for (int first = 0; first < count; first += kThreads) {
    const int v = first + static_cast<int>(threadIdx.x);
    const bool is_there = v < count;
    EdgeVertex vertex = {};
    if (is_there) vertex = surface.vertices[begin + v];
    const SampleBox box = WarpBox(vertex, is_there);
    float position[3];
    for (int k = 0; k < 3; ++k) {
      position[k] =
          static_cast<float>(vertex.sample[k]) + (k == vertex.axis ? RoundedPlace(vertex.along) : 0.0f);
    }
    VertexSums sums = {};
    for (uint32_t at = blocks.begins[block]; at < list_end; at += kWarpSize) {
      const int tile_count = static_cast<int>(std::min<uint32_t>(list_end - at, kWarpSize));
      __syncthreads();
      LoadTile(static_cast<const Record*>(blocks.records), blocks.list + at, tile_count, tile);
      __syncthreads();
      // An edge begins up to a voxel below of what it reaches.
      const bool meets = lane < tile_count && Meets(tile[lane], origin, box, 1);
      for (uint32_t bits = __ballot_sync(kWholeWarp, meets); bits != 0; bits &= bits - 1) {
        const Record& gaussian = tile[__ffs(bits) - 1];
        float d[3];
        for (int k = 0; k < 3; ++k) {
          const auto axis = static_cast<size_t>(k);
          const auto skipped = static_cast<float>(origin[k] - gaussian.low[axis]);
          d[k] = gaussian.offset[axis] + (skipped + position[k]);  // the integers are exact
        }
        Add(gaussian, d, &sums);
      }
    }
    if (!is_there) continue;
    const int32_t point[3] = {origin[0] + vertex.sample[0], origin[1] + vertex.sample[1],
                              origin[2] + vertex.sample[2]};
    const MeshVertex done = FinishVertex(point, vertex.axis, vertex.along, voxel_size_m, sums);
    for (int k = 0; k < 3; ++k) {
      surface.positions_m[3 * (begin + v) + k] = done.position_m[k];
      surface.normals[3 * (begin + v) + k] = done.normal[k];
      surface.colors[3 * (begin + v) + k] = done.color[k];
    }
  }
}

}  // namespace

template <typename Record>
void FinishVertices(Stream stream, const DeviceBlocks& blocks, double voxel_size_m, const DeviceField& field,
                    const DeviceSurface& surface) {
  Launch(stream, static_cast<unsigned>(blocks.count), kThreads, FinishKernel<Record>, blocks, voxel_size_m,
         field, surface);
}

template void FinishVertices<DensityGaussian>(Stream, const DeviceBlocks&, double, const DeviceField&,
                                              const DeviceSurface&);
template void FinishVertices<OrientedGaussian>(Stream, const DeviceBlocks&, double, const DeviceField&,
                                               const DeviceSurface&);

}  // namespace isogs::cuda
