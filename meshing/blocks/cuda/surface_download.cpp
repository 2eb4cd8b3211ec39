// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/blocks/cuda/surface_download.h"

#include "shared/core/parallel.h"

namespace isogs::cuda {
namespace {

constexpr int64_t kBlockGrain = 16;

template <typename T>
void CopyOut(Stream stream, const DeviceArray<T>& from, int64_t count, std::vector<T>* to) {
  to->resize(static_cast<size_t>(count));
  CopyToHost(stream, to->data(), from.data(), to->size() * sizeof(T));
}

/// `count` rows of `columns` values from `row` on.
template <typename T>
void AssignRows(const std::vector<T>& from, int64_t row, size_t count, size_t columns, std::vector<T>* to) {
  const T* first = from.data() + static_cast<size_t>(row) * columns;
  to->assign(first, first + count * columns);
}

}  // namespace

DeviceSurface SurfaceMemory::Reserve(std::span<const int32_t> counts) {
  begins_.assign(counts.size() + kCounts, 0);
  for (size_t i = 0; i < counts.size(); ++i) begins_[i + kCounts] = begins_[i] + counts[i];
  const int64_t* totals = &begins_[counts.size()];
  DeviceSurface surface;
  int64_t* begins = device_begins_.Reserve(static_cast<int64_t>(begins_.size()));
  CopyToDevice(stream_, begins, begins_.data(), begins_.size() * sizeof(int64_t));
  surface.begins = begins;
  surface.vertices = vertices_.Reserve(totals[kVertices]);
  surface.foreign = foreign_.Reserve(2 * totals[kForeign]);
  surface.boundary = boundary_.Reserve(2 * totals[kBoundary]);
  surface.triangles = triangles_.Reserve(3 * totals[kTriangles]);
  surface.positions_m = positions_.Reserve(3 * totals[kVertices]);
  surface.normals = normals_.Reserve(3 * totals[kVertices]);
  surface.colors = colors_.Reserve(3 * totals[kVertices]);
  return surface;
}

std::vector<BlockMesh> SurfaceMemory::Download(std::span<const BlockIndex> blocks) {
  const int64_t* totals = &begins_[begins_.size() - kCounts];
  CopyOut(stream_, foreign_, 2 * totals[kForeign], &host_foreign_);
  CopyOut(stream_, boundary_, 2 * totals[kBoundary], &host_boundary_);
  CopyOut(stream_, triangles_, 3 * totals[kTriangles], &host_triangles_);
  CopyOut(stream_, positions_, 3 * totals[kVertices], &host_positions_);
  CopyOut(stream_, normals_, 3 * totals[kVertices], &host_normals_);
  CopyOut(stream_, colors_, 3 * totals[kVertices], &host_colors_);
  std::vector<BlockMesh> meshes(blocks.size());
  ParallelFor(static_cast<int64_t>(blocks.size()), kBlockGrain, [&](int64_t begin, int64_t end) {
    std::vector<uint32_t> memory;
    for (auto b = static_cast<size_t>(begin); b < static_cast<size_t>(end); ++b) {
      meshes[b].block = blocks[b];
      CopyBlock(b, &meshes[b]);
      FindComponents(&meshes[b], &memory);
    }
  });
  return meshes;
}

void SurfaceMemory::CopyBlock(size_t block, BlockMesh* mesh) const {
  AssignRows(host_positions_, Begin(block, kVertices), Size(block, kVertices), 3, &mesh->vertices);
  AssignRows(host_normals_, Begin(block, kVertices), Size(block, kVertices), 3, &mesh->normals);
  AssignRows(host_colors_, Begin(block, kVertices), Size(block, kVertices), 3, &mesh->colors);
  AssignRows(host_triangles_, Begin(block, kTriangles), Size(block, kTriangles), 3, &mesh->triangles);
  const auto pairs = [&](const std::vector<uint32_t>& from, Count what, auto* to) {
    const uint32_t* pair = from.data() + 2 * Begin(block, what);
    to->reserve(Size(block, what));
    for (size_t i = 0; i < Size(block, what); ++i, pair += 2) to->push_back({pair[0], pair[1]});
  };
  pairs(host_foreign_, kForeign, &mesh->foreign);
  pairs(host_boundary_, kBoundary, &mesh->boundary);
}

}  // namespace isogs::cuda
