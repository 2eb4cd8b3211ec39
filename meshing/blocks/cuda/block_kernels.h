// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "meshing/blocks/cuda/sample_groups.h"
#include "meshing/blocks/marching_cubes_table.h"
#include "meshing/gaussians/prepared_gaussians.h"
#include "shared/cuda/runtime.h"

// The kernels that mesh blocks, some at a time. Each does what its namesake on the CPU does, in the same
// order, so that both give the same bits where the CPU has fused multiply-add. Arrays are on the device.
namespace isogs::cuda {

/// Some blocks, and the Gaussians that reach them.
struct DeviceBlocks {
  int count;
  int size;                // voxels a side
  const int32_t* origins;  // [count, 3] lowest lattice point
  const uint32_t* begins;  // [count] into `list`
  const uint32_t* ends;    // [count]
  const uint32_t* list;    // positions in the records
  const void* records;     // [..] DensityGaussian or OrientedGaussian

  int side() const { return size + 1; }
  int64_t samples() const { return int64_t{side()} * side() * side(); }
};

/// The field of blocks, and what the surface's kernels note of it.
struct DeviceField {
  float* values;    // [count, samples] see BlockField
  float* weights;   // [count, samples]; null: the field has none
  uint8_t* marks;   // [count, samples] see Mark
  int32_t* nodes;   // [count, samples] first vertex on the edges that begin here: own, or of the foreign ones
  int32_t* places;  // [count, kSurfaceThreads, 2] where a thread's boundary vertices and triangles begin
  int32_t* counts;  // [count, kCounts]
};
inline constexpr int kSurfaceThreads = 256;

/// What a sample is. Edge a begins here and runs along axis a.
enum Mark : uint8_t {
  kInside = 1,
  kValid = 2,
  kCutX = 4,   // the surface cuts this edge; << a
  kWeakX = 32  // and the vertex has too little weight; << a
};

/// What a block's surface has so many of.
enum Count { kVertices, kForeign, kBoundary, kTriangles, kCounts };

/// See SampleGroups.
struct DeviceGroups {
  const SampleBox* boxes;
  const uint32_t* samples;
  int count;
};

/// How a field is read.
struct FieldLimits {
  float iso_level;          // density
  float min_sample_weight;  // oriented
  float min_vertex_weight;  // 0: none
  LatticePoint crop_low, crop_high;
};

/// A vertex on an edge that begins in the block.
struct EdgeVertex {
  uint8_t sample[3];
  uint8_t axis;
  float along;
};

/// Surfaces of some blocks, one after the other. Where those of a block begin: [count, kCounts].
struct DeviceSurface {
  const int64_t* begins;
  EdgeVertex* vertices;
  uint32_t* foreign;    // [.., 2] as ForeignVertex
  uint32_t* boundary;   // [.., 2] as BoundaryVertex
  uint32_t* triangles;  // [.., 3]
  float* positions_m;   // [.., 3]
  float* normals;       // [.., 3]
  uint8_t* colors;      // [.., 3]
};

/// Sets values, weights, and of the marks kInside and kValid.
template <typename Record>
void EvaluateField(Stream stream, const DeviceBlocks& blocks, const DeviceGroups& groups,
                   const FieldLimits& limits, const DeviceField& field);

/// Sets the other marks, nodes, places and counts. `table`: [256] on the device.
void CountSurface(Stream stream, const DeviceBlocks& blocks, float min_vertex_weight, const CubeCase* table,
                  const DeviceField& field);

/// Writes vertices, foreign and boundary ones, and triangles, in the order of BlockMesher.
void WriteSurface(Stream stream, const DeviceBlocks& blocks, const CubeCase* table, const DeviceField& field,
                  const DeviceSurface& surface);

/// Writes the vertices' positions, normals and colours.
template <typename Record>
void FinishVertices(Stream stream, const DeviceBlocks& blocks, double voxel_size_m, const DeviceField& field,
                    const DeviceSurface& surface);

}  // namespace isogs::cuda
