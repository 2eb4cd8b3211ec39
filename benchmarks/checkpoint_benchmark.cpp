// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// What a checkpoint costs: the copy between two frames (while the run waits), the file (beside the run), and
// cp of a file of that size, with and without bringing it to disk. Files lie in TMPDIR. Argument: Gaussians.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "run/slam_state.h"
#include "slam/mapping/gaussian_map.h"

namespace isogs {
namespace {

constexpr size_t kFrames = 2000;

/// Numbers that differ, so that no page is like another.
void Fill(std::vector<float>* values, size_t count) {
  values->resize(count);
  for (size_t i = 0; i < count; ++i) (*values)[i] = static_cast<float>(i % 8191) * 1e-3f;
}

GaussianCloud MakeCloud(size_t count) {
  GaussianCloud cloud;
  Fill(&cloud.means, 3 * count);
  Fill(&cloud.colors, 3 * count);
  Fill(&cloud.rotations, 4 * count);
  Fill(&cloud.logit_opacities, count);
  Fill(&cloud.log_scales, 3 * count);
  Fill(&cloud.timesteps, count);
  return cloud;
}

SlamState MakeState(size_t count) {
  SlamState state;
  state.params.map = MakeCloud(count);
  state.params.camera = {1200, 680, 600, 600, 599.5, 339.5};
  state.params.frames.resize(kFrames);
  Fill(&state.adam.first_moments, 16 * count);
  Fill(&state.adam.second_moments, 16 * count);
  state.adam.steps.assign(count, 7);
  return state;
}

double ResidentMegabytes() {
  int64_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;  // pages
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / 1e6;
}

class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("isogs_benchmark_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void CopyBetweenFrames(benchmark::State& bench) {
  GaussianMap map;
  map.Append(MakeCloud(static_cast<size_t>(bench.range(0))));
  const double before = ResidentMegabytes();
  SlamState state;
  map.Save(&state.params.map, &state.adam);
  bench.counters["extra_MB"] = ResidentMegabytes() - before;
  for (auto _ : bench) map.Save(&state.params.map, &state.adam);
  bench.counters["map_MB"] = static_cast<double>(map.bytes()) / 1e6;
}

void Write(benchmark::State& bench) {
  const Folder folder;
  const SlamState state = MakeState(static_cast<size_t>(bench.range(0)));
  for (auto _ : bench) WriteState(folder / "params.npz", state);
  bench.counters["file_MB"] = static_cast<double>(std::filesystem::file_size(folder / "params.npz")) / 1e6;
}

/// `command` with $A a checkpoint's file and $B another name.
void Command(benchmark::State& bench, const std::string& command) {
  const Folder folder;
  WriteState(folder / "a", MakeState(static_cast<size_t>(bench.range(0))));
  const std::string line = "A=" + (folder / "a").string() + " B=" + (folder / "b").string() + "; " + command;
  for (auto _ : bench) {
    if (std::system(line.c_str()) != 0) bench.SkipWithError("cp failed");
  }
}

void Cp(benchmark::State& bench) { Command(bench, "cp $A $B"); }
void CpAndSync(benchmark::State& bench) { Command(bench, "cp $A $B && sync $B"); }

void Read(benchmark::State& bench) {
  const Folder folder;
  WriteState(folder / "a", MakeState(static_cast<size_t>(bench.range(0))));
  for (auto _ : bench) benchmark::DoNotOptimize(ReadState(folder / "a"));
}

void Sizes(benchmark::internal::Benchmark* benchmark) {
  for (const int64_t count : {100'000, 1'000'000, 6'000'000}) benchmark->Arg(count);
  benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

BENCHMARK(CopyBetweenFrames)->Apply(Sizes);
BENCHMARK(Write)->Apply(Sizes);
BENCHMARK(Cp)->Apply(Sizes);
BENCHMARK(CpAndSync)->Apply(Sizes);
BENCHMARK(Read)->Apply(Sizes);

}  // namespace
}  // namespace isogs

BENCHMARK_MAIN();
