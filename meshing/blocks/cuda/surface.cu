// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <type_traits>

#include "meshing/blocks/cuda/block_kernels.h"
#include "meshing/blocks/vertex_math.h"
#include "shared/core/error.h"
#include "shared/cuda/kernel.h"

namespace isogs::cuda {
namespace {

/// Where a thread's samples or cubes begin and end: all of a block in their order, in equal parts.
struct Part {
  int begin, end;
};
__device__ Part PartOf(int count) {
  const int each = (count + kSurfaceThreads - 1) / kSurfaceThreads;
  const int begin = static_cast<int>(threadIdx.x) * each;
  return {begin < count ? begin : count, begin + each < count ? begin + each : count};
}

/// A block of kSize voxels a side in the arrays of a field.
template <int kSize>
struct BlockShape {
  static constexpr int kSide = kSize + 1;
  static constexpr int kSamples = kSide * kSide * kSide;
  static constexpr int kCubes = kSize * kSize * kSize;

  __device__ static int Step(int axis) { return axis == 0 ? 1 : axis == 1 ? kSide : kSide * kSide; }
  __device__ static int Coordinate(int sample, int axis) { return sample / Step(axis) % kSide; }
  /// Bit a: the sample lies on the upper face along axis a, where the edges of other blocks begin.
  __device__ static uint32_t Neighbor(int sample) {
    uint32_t bits = 0;
    for (int axis = 0; axis < 3; ++axis) bits |= Coordinate(sample, axis) == kSize ? 1u << axis : 0u;
    return bits;
  }
  __device__ static bool IsOnLowerFace(int sample) {
    bool is_on = false;
    for (int axis = 0; axis < 3; ++axis) is_on = is_on || Coordinate(sample, axis) == 0;
    return is_on;
  }
  __device__ static uint32_t Key(int sample, int axis) {
    const int x = Coordinate(sample, 0) % kSize, y = Coordinate(sample, 1) % kSize,
              z = Coordinate(sample, 2) % kSize;
    return static_cast<uint32_t>(((z * kSize + y) * kSize + x) * 3 + axis);
  }
  __device__ static int CubeSample(int cube) {
    return (cube / (kSize * kSize) * kSide + cube / kSize % kSize) * kSide + cube % kSize;
  }
};

__device__ int CutEdges(uint8_t mark) {
  return (mark / kCutX & 1) + (mark / kCutX >> 1 & 1) + (mark / kCutX >> 2 & 1);
}

/// The marks of the edges that begin at a sample.
template <int kSize>
__device__ uint8_t MarkEdges(const uint8_t* marks, const float* values, const float* weights,
                             float min_weight, int sample) {
  using Shape = BlockShape<kSize>;
  int mark = marks[sample] & (kInside | kValid);
  if ((mark & kValid) == 0) return static_cast<uint8_t>(mark);
  for (int axis = 0; axis < 3; ++axis) {
    if (Shape::Coordinate(sample, axis) == kSize) continue;
    const int upper = sample + Shape::Step(axis);
    if ((marks[upper] & kValid) == 0 || ((mark ^ marks[upper]) & kInside) == 0) continue;
    mark |= kCutX << axis;
    if (weights != nullptr &&
        IsWeak(CrossingAlong(values[sample], values[upper]), weights[sample], weights[upper], min_weight)) {
      mark |= kWeakX << axis;
    }
  }
  return static_cast<uint8_t>(mark);
}

/// An edge of a cube, by the sample where it begins, and whether its vertex has too little weight.
struct CubeEdge {
  int sample, axis;
};
template <int kSize>
__device__ CubeEdge EdgeOf(int cube_sample, int edge) {
  using Shape = BlockShape<kSize>;
  const int axis = edge / 4, first = edge & 1, second = edge >> 1 & 1;
  const int dx = axis == 0 ? 0 : first,
            dy = axis == 0   ? first
                 : axis == 1 ? 0
                             : second,
            dz = axis == 2 ? 0 : second;
  return {cube_sample + (dz * Shape::kSide + dy) * Shape::kSide + dx, axis};
}

/// Calls body(edges) for the triangles of a cube: three edges each.
template <int kSize, typename Body>
__device__ void ForTriangles(const uint8_t* marks, const CubeCase* table, int cube, const Body& body) {
  using Shape = BlockShape<kSize>;
  const int sample = Shape::CubeSample(cube);
  int corners = 0, valid = kValid;
  for (int c = 0; c < 8; ++c) {
    const int mark = marks[sample + (c & 1) + (c >> 1 & 1) * Shape::Step(1) + (c >> 2 & 1) * Shape::Step(2)];
    corners |= (mark & kInside) << c;
    valid &= mark;
  }
  if (valid == 0 || corners == 0 || corners == 255) return;
  const CubeCase& cube_case = table[corners];
  for (int i = 0; i < 3 * cube_case.triangle_count; i += 3) {
    CubeEdge edges[3];
    bool weak = false;
    for (int k = 0; k < 3; ++k) {
      edges[k] = EdgeOf<kSize>(sample, cube_case.edges[static_cast<size_t>(i + k)]);
      weak = weak || (marks[edges[k].sample] & kWeakX << edges[k].axis) != 0;
    }
    if (!weak) body(edges);
  }
}

/// A block of threads a block of voxels.
template <int kSize>
__global__ void __launch_bounds__(kSurfaceThreads)
    CountKernel(float min_weight, const CubeCase* table, DeviceField field) {
  using Shape = BlockShape<kSize>;
  __shared__ uint8_t marks[Shape::kSamples];
  __shared__ int scratch[kSurfaceThreads / kWarpSize];
  const int64_t first = int64_t{blockIdx.x} * Shape::kSamples;
  const float* weights = field.weights == nullptr ? nullptr : field.weights + first;
  const Part samples = PartOf(Shape::kSamples), cubes = PartOf(Shape::kCubes);
  int own = 0, foreign = 0, boundary = 0;
  for (int s = samples.begin; s < samples.end; ++s) {
    marks[s] = MarkEdges<kSize>(field.marks + first, field.values + first, weights, min_weight, s);
    const int cut = CutEdges(marks[s]);
    if (Shape::Neighbor(s) != 0) {
      foreign += cut;
    } else {
      own += cut;
      boundary += Shape::IsOnLowerFace(s) ? cut : 0;
    }
  }
  __syncthreads();
  int triangles = 0;
  for (int cube = cubes.begin; cube < cubes.end; ++cube) {
    ForTriangles<kSize>(marks, table, cube, [&](const CubeEdge*) { ++triangles; });
  }
  int totals[kCounts];
  int next_own = BlockPrefix<kSurfaceThreads>(own, scratch, &totals[kVertices]);
  int next_foreign = BlockPrefix<kSurfaceThreads>(foreign, scratch, &totals[kForeign]);
  int32_t* places = field.places + 2 * (int64_t{blockIdx.x} * kSurfaceThreads + threadIdx.x);
  places[0] = BlockPrefix<kSurfaceThreads>(boundary, scratch, &totals[kBoundary]);
  places[1] = BlockPrefix<kSurfaceThreads>(triangles, scratch, &totals[kTriangles]);
  for (int s = samples.begin; s < samples.end; ++s) {
    int& next = Shape::Neighbor(s) != 0 ? next_foreign : next_own;
    field.nodes[first + s] = next;
    next += CutEdges(marks[s]);
    field.marks[first + s] = marks[s];
  }
  if (threadIdx.x < kCounts) field.counts[int64_t{blockIdx.x} * kCounts + threadIdx.x] = totals[threadIdx.x];
}

/// A block of threads a block of voxels.
template <int kSize>
__global__ void __launch_bounds__(kSurfaceThreads)
    WriteKernel(const CubeCase* table, DeviceField field, DeviceSurface surface) {
  using Shape = BlockShape<kSize>;
  const int64_t first = int64_t{blockIdx.x} * Shape::kSamples;
  const int64_t* begins = surface.begins + int64_t{blockIdx.x} * kCounts;
  const uint8_t* marks = field.marks + first;
  const float* values = field.values + first;
  const int32_t* nodes = field.nodes + first;
  const int32_t* places = field.places + 2 * (int64_t{blockIdx.x} * kSurfaceThreads + threadIdx.x);
  const Part samples = PartOf(Shape::kSamples), cubes = PartOf(Shape::kCubes);
  int64_t boundary = begins[kBoundary] + places[0], triangle = begins[kTriangles] + places[1];
  for (int s = samples.begin; s < samples.end; ++s) {
    int node = nodes[s];
    for (int axis = 0; axis < 3; ++axis) {
      if ((marks[s] & kCutX << axis) == 0) continue;
      const uint32_t neighbor = Shape::Neighbor(s), key = Shape::Key(s, axis);
      if (neighbor != 0) {
        uint32_t* foreign = surface.foreign + 2 * (begins[kForeign] + node++);
        foreign[0] = neighbor;
        foreign[1] = key;
        continue;
      }
      EdgeVertex vertex;
      for (int k = 0; k < 3; ++k) vertex.sample[k] = static_cast<uint8_t>(Shape::Coordinate(s, k));
      vertex.axis = static_cast<uint8_t>(axis);
      vertex.along = CrossingAlong(values[s], values[s + Shape::Step(axis)]);
      surface.vertices[begins[kVertices] + node] = vertex;
      if (Shape::IsOnLowerFace(s)) {
        surface.boundary[2 * boundary] = key;
        surface.boundary[2 * boundary + 1] = static_cast<uint32_t>(node);
        ++boundary;
      }
      ++node;
    }
  }
  const int own = field.counts[int64_t{blockIdx.x} * kCounts + kVertices];
  for (int cube = cubes.begin; cube < cubes.end; ++cube) {
    ForTriangles<kSize>(marks, table, cube, [&](const CubeEdge* edges) {
      for (int k = 0; k < 3; ++k) {
        const CubeEdge& edge = edges[k];
        const int lower_axes = (marks[edge.sample] / kCutX) & ((1 << edge.axis) - 1);
        const int node = nodes[edge.sample] + (lower_axes & 1) + (lower_axes >> 1);
        surface.triangles[3 * triangle + k] =
            static_cast<uint32_t>(Shape::Neighbor(edge.sample) != 0 ? own + node : node);
      }
      ++triangle;
    });
  }
}

/// Calls body(size) with the size of blocks as a constant.
template <typename Body>
void WithSize(int size, const Body& body) {
  switch (size) {
    case 8:
      return body(std::integral_constant<int, 8>());
    case 16:
      return body(std::integral_constant<int, 16>());
    case 32:
      return body(std::integral_constant<int, 32>());
    default:
      throw Error("blocks of " + std::to_string(size) + " voxels, expected 8, 16 or 32");
  }
}

}  // namespace

void CountSurface(Stream stream, const DeviceBlocks& blocks, float min_vertex_weight, const CubeCase* table,
                  const DeviceField& field) {
  WithSize(blocks.size, [&](auto size) {
    Launch(stream, static_cast<unsigned>(blocks.count), kSurfaceThreads, CountKernel<size()>,
           min_vertex_weight, table, field);
  });
}

void WriteSurface(Stream stream, const DeviceBlocks& blocks, const CubeCase* table, const DeviceField& field,
                  const DeviceSurface& surface) {
  WithSize(blocks.size, [&](auto size) {
    Launch(stream, static_cast<unsigned>(blocks.count), kSurfaceThreads, WriteKernel<size()>, table, field,
           surface);
  });
}

}  // namespace isogs::cuda
