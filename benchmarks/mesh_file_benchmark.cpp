// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writing a mesh of a wavy sheet with normals and colours, to a file under TMPDIR. The argument is the number
// of triangles. `peak_MiB` is the process's peak memory, `mesh_MiB` what the mesh takes of it; run one alone
// by
// --benchmark_filter, since a peak never falls.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>

#include "shared/core/memory.h"
#include "shared/formats/mesh_file.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// A grid of (side + 1)^2 vertices, 2 side^2 triangles.
TriangleMesh Sheet(int64_t triangles) {
  const auto side = static_cast<uint32_t>(std::lround(std::sqrt(static_cast<double>(triangles) / 2.0)));
  const size_t vertices = (size_t{side} + 1) * (side + 1);
  TriangleMesh mesh;
  for (auto* values : {&mesh.vertices, &mesh.normals}) values->reserve(3 * vertices);
  mesh.colors.reserve(3 * vertices);
  mesh.triangles.reserve(size_t{6} * side * side);
  for (uint32_t y = 0; y <= side; ++y) {
    for (uint32_t x = 0; x <= side; ++x) {
      const float u = 0.01f * static_cast<float>(x), v = 0.01f * static_cast<float>(y);
      mesh.vertices.insert(mesh.vertices.end(), {u, v, std::sin(u) * std::cos(v)});
      mesh.normals.insert(mesh.normals.end(), {0.0f, 0.0f, 1.0f});
      mesh.colors.insert(mesh.colors.end(),
                         {static_cast<uint8_t>(x), static_cast<uint8_t>(y), static_cast<uint8_t>(x + y)});
      if (x == side || y == side) continue;
      const uint32_t corner = y * (side + 1) + x, above = corner + side + 1;
      mesh.triangles.insert(mesh.triangles.end(), {corner, corner + 1, above, above, corner + 1, above + 1});
    }
  }
  return mesh;
}

template <typename T>
double MiB(T bytes) {
  return static_cast<double>(bytes) / (1 << 20);
}

void BM_WriteMesh(benchmark::State& state, const char* extension) {
  std::string name = (fs::temp_directory_path() / "isogs_benchmark_XXXXXX").string();
  const fs::path folder = mkdtemp(name.data());
  const TriangleMesh mesh = Sheet(state.range(0));
  const fs::path file = folder / (std::string("mesh") + extension);
  for (auto _ : state) WriteMesh(file, mesh);
  state.counters["peak_MiB"] = MiB(PeakResidentBytes());
  state.counters["mesh_MiB"] =
      MiB(4 * (mesh.vertices.size() + mesh.normals.size() + mesh.triangles.size()) + mesh.colors.size());
  state.counters["file_MiB"] = MiB(fs::file_size(file));
  fs::remove_all(folder);
}

void Triangles(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(200'000)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();
}
BENCHMARK_CAPTURE(BM_WriteMesh, ply, ".ply")->Apply(Triangles);
BENCHMARK_CAPTURE(BM_WriteMesh, obj, ".obj")->Apply(Triangles);
BENCHMARK_CAPTURE(BM_WriteMesh, glb, ".glb")->Apply(Triangles);
BENCHMARK_CAPTURE(BM_WriteMesh, stl, ".stl")->Apply(Triangles);

}  // namespace
}  // namespace isogs
