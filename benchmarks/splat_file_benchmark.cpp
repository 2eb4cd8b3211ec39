// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// Writing a map of a room as splats, to a file under TMPDIR, reading it, and copying that file by `cp`:
// alone, and with `sync`, because our files are on disk when they appear. The argument is the number of
// Gaussians.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "shared/core/random.h"
#include "shared/formats/ply.h"
#include "shared/formats/splat_formats.h"
#include "shared/io/file.h"
#include "tests/meshing/disc_scenes.h"
#include "tests/shared/legacy_spz.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

using Writer = void (*)(const fs::path&, const GaussianCloud&);

/// Every number of a Gaussian differs, as in a map that was optimised.
GaussianCloud MakeMap(int64_t count) {
  GaussianCloud cloud = test::RoomsOfDiscs(count, 1, {}).cloud;
  Random random(5);
  const auto vary = [&](std::vector<float>* values, double by) {
    for (float& value : *values) value += static_cast<float>(by * random.NextNormal());
  };
  vary(&cloud.means, 0.002);
  vary(&cloud.colors, 0.1);
  vary(&cloud.log_scales, 0.3);
  vary(&cloud.rotations, 0.05);
  vary(&cloud.logit_opacities, 2.0);
  return cloud;
}

struct Scratch {
  Scratch() {
    std::string name = (fs::temp_directory_path() / "isogs_benchmark_XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~Scratch() { fs::remove_all(folder); }
  fs::path folder;
};

void BM_Write(benchmark::State& state, Writer write) {
  const Scratch scratch;
  const GaussianCloud cloud = MakeMap(state.range(0));
  for (auto _ : state) write(scratch.folder / "splats", cloud);
  state.counters["file_MB"] = static_cast<double>(fs::file_size(scratch.folder / "splats")) / 1e6;
}

void BM_Read(benchmark::State& state, Writer write, GaussianCloud (*read)(const fs::path&)) {
  const Scratch scratch;
  write(scratch.folder / "splats", MakeMap(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(read(scratch.folder / "splats"));
}

/// Version 2, which others write most.
void WriteLegacySpz(const fs::path& path, const GaussianCloud& cloud) {
  WriteFileAtomically(path, test::Gzip(test::LegacySpzBytes(cloud, 2)));
}

void BM_Copy(benchmark::State& state, Writer write, const std::string& after) {
  const Scratch scratch;
  write(scratch.folder / "splats", MakeMap(state.range(0)));
  const std::string to = (scratch.folder / "copy").string();
  const std::string command = "cp " + (scratch.folder / "splats").string() + " " + to + after + to;
  for (auto _ : state) {
    if (std::system(command.c_str()) != 0) state.SkipWithError("cp failed");
  }
}

void WritePly(const fs::path& path, const GaussianCloud& cloud) { WriteSplatPly(path, cloud); }
GaussianCloud ReadPly(const fs::path& path) { return ReadSplatPly(path).cloud; }
void WriteUsda(const fs::path& path, const GaussianCloud& cloud) {
  WriteSplatUsda(path, cloud, UsdUpAxis::kZ);
}

void Gaussians(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(1'000'000)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
}
BENCHMARK_CAPTURE(BM_Write, ply, WritePly)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Copy, ply, WritePly, "; : ")->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Copy, ply_and_sync, WritePly, "; sync ")->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Write, glb, WriteSplatGlb)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Copy, glb, WriteSplatGlb, "; : ")->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Copy, glb_and_sync, WriteSplatGlb, "; sync ")->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Write, spz, WriteSplatSpz)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Copy, spz, WriteSplatSpz, "; : ")->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Read, ply, WritePly, ReadPly)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Read, glb, WriteSplatGlb, ReadSplatGlb)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Read, spz, WriteSplatSpz, ReadSplatSpz)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Read, spz_2, WriteLegacySpz, ReadSplatSpz)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Write, sog, WriteSplatSog)->Apply(Gaussians);
BENCHMARK_CAPTURE(BM_Write, usda, WriteUsda)->Apply(Gaussians);

}  // namespace
}  // namespace isogs
