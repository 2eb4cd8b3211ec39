// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// mesh_benchmark [GAUSSIANS] [ROOMS] [oriented|density] [VOXEL_M] [MAX_MEMORY_MIB] [REPEATS] [DEVICE]: the
// best time of extracting furnished rooms of 5 x 4 x 2.6 m, with 3 mm of noise and 1 % of floaters, and the
// memory beside the map. A program and not a Google Benchmark, because memory is that of the process.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include "meshing/blocks/block_meshing.h"
#include "meshing/blocks/mesh_extractor.h"
#include "meshing/blocks/mesh_store.h"
#include "meshing/devices/meshing_device.h"
#include "shared/core/memory.h"
#include "tests/meshing/disc_scenes.h"

int main(int argc, char** argv) {
  using namespace isogs;
  KeepFreedMemory();  // as every program does
  const auto argument = [&](int i, const char* otherwise) {
    return std::string(i < argc ? argv[i] : otherwise);
  };
  test::DiscOptions discs;
  discs.noise_m = 0.003;
  discs.floaters = 0.01;
  const test::DiscScene scene = test::RoomsOfDiscs(std::atoll(argument(1, "1000000").c_str()),
                                                   std::atoi(argument(2, "1").c_str()), discs);
  MeshOptions options;
  options.surface = argument(3, "oriented") == "density" ? Surface::kDensity : Surface::kOriented;
  options.voxel_size_m = std::atof(argument(4, "0.01").c_str());
  options.max_memory_bytes = std::atoll(argument(5, "2048").c_str()) << 20;
  options.device = OpenMeshingDevice(argument(7, "cpu"), "DEVICE");
  const int64_t before = PeakResidentBytes();
  double best_s = 1e9, best_cpu_s = 1e9;
  MeshReport report;
  for (int i = std::atoi(argument(6, "5").c_str()); i > 0; --i) {
    MeshStore store(options.max_memory_bytes / 2, std::filesystem::temp_directory_path());
    const std::clock_t cpu = std::clock();
    const auto start = std::chrono::steady_clock::now();
    report = ExtractMesh(scene.Source(), options, &store);
    best_cpu_s = std::min(best_cpu_s, static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
    best_s =
        std::min(best_s, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::printf(
      "%lld Gaussians, %lld blocks, %lld triangles: %.3f s, %.3f s of processor time (index %.3f, grid %.3f, "
      "field %.3f, stitch %.3f), "
      "%lld MiB beside the map\n",
      static_cast<long long>(report.gaussians), static_cast<long long>(report.blocks),
      static_cast<long long>(report.triangles), best_s, best_cpu_s, report.index_s, report.grid_s,
      report.field_s, report.stitch_s, static_cast<long long>((PeakResidentBytes() - before) >> 20));
  return 0;
}
