// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/mesh_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "web/scene/quantize.h"

namespace isogs::web {
namespace {

constexpr uint32_t kNone = std::numeric_limits<uint32_t>::max();
constexpr int32_t kFar = std::numeric_limits<int32_t>::min();
constexpr double kFinestStep_m = 1.0 / 2048;
constexpr double kMostSteps = 65535;  // within a cell, which its triangles reach beyond
constexpr float kLargestScene_m = 1e5;
constexpr uint32_t kMostShortIndices = 65536;
constexpr size_t kEmptyBody = 32;  // bytes

std::array<size_t, 3> Corners(const TriangleMesh& mesh, size_t triangle) {
  return {mesh.triangles[3 * triangle], mesh.triangles[3 * triangle + 1], mesh.triangles[3 * triangle + 2]};
}

/// The longest side of a box around a triangle [m]; triangles that are too far away do not count.
double LargestTriangle(const TriangleMesh& mesh) {
  float largest = 0.0f;
  for (size_t t = 0; t < mesh.triangle_count(); ++t) {
    const std::array<size_t, 3> corners = Corners(mesh, t);
    for (size_t k = 0; k < 3; ++k) {
      const float a = mesh.vertices[3 * corners[0] + k], b = mesh.vertices[3 * corners[1] + k],
                  c = mesh.vertices[3 * corners[2] + k];
      const float extent = std::max({a, b, c}) - std::min({a, b, c});
      if (extent < 2 * kLargestScene_m) largest = std::max(largest, extent);
    }
  }
  return largest;
}

/// Cells as far as 2^20 from the origin have keys of their own.
uint64_t KeyOf(const std::array<int64_t, 3>& cell) {
  uint64_t key = 0;
  for (const int64_t along : cell) key = key << 21 | (static_cast<uint64_t>(along + (1 << 20)) & 0x1fffff);
  return key;
}

int64_t FloorDivide(int64_t value, int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

/// What of a mesh a cell holds, as it travels.
struct CellContent {
  std::vector<uint32_t> indices;
  std::vector<std::array<int32_t, 3>> places;
  std::vector<uint8_t> colors;
  std::vector<int8_t> normals;
};

template <typename Narrow>
void PutNarrowed(std::span<const uint32_t> values, BodyWriter* writer) {
  const std::vector<Narrow> narrow(values.begin(), values.end());
  writer->PutAll(std::span<const Narrow>(narrow));
}

void PutPlaces(const CellContent& content, const std::array<int32_t, 3>& lowest, BodyWriter* writer) {
  std::vector<uint16_t> steps;
  steps.reserve(3 * content.places.size());
  for (const auto& place : content.places) {
    for (size_t k = 0; k < 3; ++k) steps.push_back(static_cast<uint16_t>(place[k] - lowest[k]));
  }
  writer->PutAll(std::span<const uint16_t>(steps));
}

Body Encode(uint32_t id, const CellContent& content, double step_m) {
  std::array<int32_t, 3> lowest = {0, 0, 0};
  if (!content.places.empty()) lowest = content.places.front();
  for (const auto& place : content.places) {
    for (size_t k = 0; k < 3; ++k) lowest[k] = std::min(lowest[k], place[k]);
  }
  const bool is_long = content.places.size() > kMostShortIndices;
  BodyWriter writer;
  writer.Put(id);
  writer.Put(static_cast<uint32_t>(content.places.size()));
  writer.Put(static_cast<uint32_t>(content.indices.size() / 3));
  writer.Put(uint32_t{is_long});
  for (const int32_t low : lowest) writer.Put(static_cast<float>(low * step_m));
  writer.Put(static_cast<float>(step_m));
  if (is_long) {
    writer.PutAll(std::span<const uint32_t>(content.indices));
  } else {
    PutNarrowed<uint16_t>(content.indices, &writer);
  }
  PutPlaces(content, lowest, &writer);
  writer.PutAll(std::span<const uint8_t>(content.colors));
  writer.PutAll(std::span<const int8_t>(content.normals));
  return writer.Take();
}

}  // namespace

MeshNews MeshCells::Update(const TriangleMesh& mesh, double cell_size_m) {
  MeshNews news;
  const Lattice lattice = LatticeFor(mesh, cell_size_m);
  if (!(lattice == lattice_)) {
    news.restarts = !cells_.empty();
    ids_.clear();
    cells_.clear();
    lattice_ = lattice;
  }
  Place(mesh);
  const std::vector<uint32_t> cell_of = CellsOfTriangles(mesh);
  // Triangles sorted by cell, in their order.
  std::vector<uint32_t> begins(cells_.size() + 1, 0);
  for (const uint32_t cell : cell_of) {
    if (cell != kNone) ++begins[cell + 1];
  }
  for (size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::vector<uint32_t> sorted(begins.back()), next = begins;
  for (uint32_t t = 0; t < cell_of.size(); ++t) {
    if (cell_of[t] != kNone) sorted[next[cell_of[t]]++] = t;
  }
  owner_.assign(mesh.vertex_count(), kNone);
  local_.resize(mesh.vertex_count());
  for (uint32_t cell = 0; cell < cells_.size(); ++cell) {
    const auto triangles = std::span(sorted).subspan(begins[cell], begins[cell + 1] - begins[cell]);
    if (triangles.empty() && cells_[cell].body && cells_[cell].body->size() == kEmptyBody) continue;
    Compare(cell, BodyOf(cell, mesh, triangles), &news);
  }
  places_ = {}, local_ = {}, owner_ = {};
  return news;
}

size_t MeshCells::bytes() const {
  size_t sum = 0;
  for (const Cell& cell : cells_) sum += cell.body ? cell.body->size() : 0;
  return sum;
}

MeshCells::Lattice MeshCells::LatticeFor(const TriangleMesh& mesh, double cell_size_m) const {
  const double reach_m = cell_size_m + 2 * LargestTriangle(mesh);
  double step = std::max(kFinestStep_m, lattice_.step_m);
  while (reach_m > step * kMostSteps) step *= 2;
  return {step, std::max<int64_t>(1, std::llround(cell_size_m / step))};
}

void MeshCells::Place(const TriangleMesh& mesh) {
  places_.resize(mesh.vertex_count());
  const auto per_m = static_cast<float>(1.0 / lattice_.step_m);  // a power of two: exact
  for (size_t v = 0; v < places_.size(); ++v) {
    for (size_t k = 0; k < 3; ++k) {
      const float along = mesh.vertices[3 * v + k];
      places_[v][k] =
          std::abs(along) < kLargestScene_m ? static_cast<int32_t>(std::lrintf(along * per_m)) : kFar;
    }
  }
}

std::vector<uint32_t> MeshCells::CellsOfTriangles(const TriangleMesh& mesh) {
  std::vector<uint32_t> cells(mesh.triangle_count(), kNone);
  std::array<int64_t, 3> last = {};
  uint32_t last_cell = kNone;
  for (size_t t = 0; t < cells.size(); ++t) {
    const std::array<size_t, 3> corners = Corners(mesh, t);
    std::array<int64_t, 3> cell = {};
    bool far = false;
    for (size_t k = 0; k < 3; ++k) {
      int64_t sum = 0;
      for (const size_t corner : corners) {
        sum += places_[corner][k];
        far |= places_[corner][k] == kFar;
      }
      cell[k] = FloorDivide(sum, 3 * lattice_.steps_per_cell);
    }
    if (far) continue;
    if (last_cell == kNone || cell != last) last_cell = CellAt(cell);
    last = cell;
    cells[t] = last_cell;
  }
  return cells;
}

uint32_t MeshCells::CellAt(const std::array<int64_t, 3>& cell) {
  const auto [found, is_new] = ids_.try_emplace(KeyOf(cell), static_cast<uint32_t>(cells_.size()));
  if (is_new) {
    const double size_m = lattice_.step_m * static_cast<double>(lattice_.steps_per_cell);
    Cell made;
    for (int k = 0; k < 3; ++k) {
      made.center[k] = static_cast<float>((static_cast<double>(cell[static_cast<size_t>(k)]) + 0.5) * size_m);
    }
    cells_.push_back(std::move(made));
  }
  return found->second;
}

Body MeshCells::BodyOf(uint32_t cell, const TriangleMesh& mesh, std::span<const uint32_t> triangles) {
  CellContent content;
  for (const uint32_t triangle : triangles) {
    for (const size_t vertex : Corners(mesh, triangle)) {
      if (owner_[vertex] != cell) {
        owner_[vertex] = cell;
        local_[vertex] = static_cast<uint32_t>(content.places.size());
        content.places.push_back(places_[vertex]);
        for (size_t k = 0; k < 3; ++k) {
          content.colors.push_back(mesh.colors.empty() ? uint8_t{190} : mesh.colors[3 * vertex + k]);
        }
        const std::array<int8_t, 2> normal =
            mesh.normals.empty() ? std::array<int8_t, 2>{} : PackNormal(&mesh.normals[3 * vertex]);
        content.normals.insert(content.normals.end(), normal.begin(), normal.end());
      }
      content.indices.push_back(local_[vertex]);
    }
  }
  return Encode(cell, content, lattice_.step_m);
}

void MeshCells::Compare(uint32_t cell, Body body, MeshNews* news) {
  Cell& before = cells_[cell];
  if (before.body && *before.body == *body) return;
  before.body = std::move(body);
  news->cells.push_back({cell, before.center, before.body});
}

}  // namespace isogs::web
