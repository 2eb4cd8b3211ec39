// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// extract_mesh INPUT: the mesh of a map; see ExtractMeshToFile.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <iostream>
#include <map>
#include <sstream>

#include "meshing/blocks/block_meshing.h"
#include "meshing/devices/meshing_device.h"
#include "meshing/extract_mesh.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/parallel.h"
#include "shared/core/text.h"
#include "shared/log/log.h"
#include "shared/log/progress_line.h"

namespace isogs {
namespace {

/// "2GiB", "512MiB", "1000000".
int64_t ParseBytes(const std::string& text) {
  static const std::map<std::string, double> kUnits = {{"", 1.0},       {"B", 1.0},      {"KiB", 0x1p10},
                                                       {"MiB", 0x1p20}, {"GiB", 0x1p30}, {"TiB", 0x1p40}};
  std::istringstream in(text);
  double value = 0.0;
  std::string unit;
  const bool read = static_cast<bool>(in >> value);
  in.clear();
  in >> unit;
  const auto found = kUnits.find(unit);
  if (!read || found == kUnits.end() || !(value > 0.0) || value * found->second > 0x1p60) {
    throw UsageError("--max-memory: '" + text + "', expected a size such as 512MiB or 2GiB");
  }
  return static_cast<int64_t>(value * found->second);
}

MeshCrop ParseCrop(const std::string& text) {
  const auto values = ParseNumbers(text, 6);
  if (!values) throw UsageError("--crop: '" + text + "', expected six numbers: x0,y0,z0,x1,y1,z1");
  const auto at = [&](size_t i) { return (*values)[i]; };
  return {{at(0), at(1), at(2)}, {at(3), at(4), at(5)}};
}

struct Options {
  ExtractMeshOptions extract;
  std::optional<double> iso_level;
  std::optional<std::string> surface;
  std::string max_memory = "2GiB";
  std::string crop;
  bool no_cleaning = false;
  int threads = 0;
  std::string device = "cpu";
};

void AddOptions(CLI::App& app, Options& options) {
  MeshOptions& mesh = options.extract.mesh;
  app.add_option("input", options.extract.input,
                 "Run directory, configuration (its run directory), params npz, or splats: .ply, .spz, .glb")
      ->required()
      ->type_name("INPUT");
  app.add_option("--output", options.extract.output,
                 "Mesh to write: .ply, .obj, .glb or .stl (default: mesh.ply in the run directory)")
      ->type_name("FILE");
  app.add_option("--preview", options.extract.preview, "Picture of the mesh to write: .png")
      ->type_name("FILE");
  app.add_option("--voxel-size", mesh.voxel_size_m, "Distance of the samples [m]")->capture_default_str();
  app.add_option("--surface", options.surface,
                 "oriented (default): one sheet on the surface; density: a closed shell around it")
      ->check(CLI::IsMember({"oriented", "density"}));
  app.add_option("--iso-level", options.iso_level, "Density on the surface (default 0.3); selects density");
  app.add_option("--min-scale", mesh.min_scale_m,
                 "density: smaller scales are raised to it [m] (default: half a voxel)");
  app.add_option("--kernel", mesh.kernel_m, "oriented: sigma of the average [m], everywhere");
  app.add_option("--kernel-voxels", mesh.kernel_voxels, "oriented: sigma, at least [voxels]")
      ->capture_default_str();
  app.add_option("--kernel-spacings", mesh.kernel_spacings,
                 "oriented: sigma, at least [distance of points around]")
      ->capture_default_str();
  app.add_option("--min-weight", mesh.min_weight, "oriented: the surface ends where points cover less of it")
      ->capture_default_str();
  app.add_option("--min-component", mesh.min_component, "Connected parts of fewer triangles are left out")
      ->capture_default_str();
  app.add_flag("--no-cleaning", options.no_cleaning, "Leave no part out");
  CLI::Option* const decimate =
      app.add_option("--decimate", options.extract.decimate, "Keep this share of the triangles, e.g. 0.1")
          ->check(CLI::Range(0.0, 1.0))
          ->type_name("RATIO");
  app.add_option("--max-triangles", options.extract.max_triangles, "Decimate to at most so many triangles")
      ->check(CLI::PositiveNumber)
      ->excludes(decimate);
  app.add_option("--crop", options.crop, "Only what lies in this box of the world [m]")
      ->type_name("x0,y0,z0,x1,y1,z1");
  app.add_option("--block-size", mesh.block_size, "Voxels a block side: 8, 16 or 32")->capture_default_str();
  app.add_option("--max-blocks", mesh.max_blocks, "More blocks are an error")->capture_default_str();
  app.add_option("--batch-blocks", mesh.batch_blocks, "Blocks at a time, at most (0: as memory allows)")
      ->capture_default_str();
  app.add_option("--max-memory", options.max_memory, "Memory to use beside the map, e.g. 512MiB")
      ->capture_default_str();
  app.add_option("--device", options.device, "Where blocks are meshed: cpu, cuda, or cuda:N, the N-th GPU")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("--threads", options.threads, "Threads (0: all processors)")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
}

/// What depends on more than one option.
void Settle(Options& options) {
  MeshOptions& mesh = options.extract.mesh;
  mesh.max_memory_bytes = ParseBytes(options.max_memory);
  if (!options.crop.empty()) mesh.crop = ParseCrop(options.crop);
  if (options.no_cleaning) mesh.min_component = 0;
  if (options.surface) mesh.surface = *options.surface == "density" ? Surface::kDensity : Surface::kOriented;
  if (!options.iso_level) return;
  mesh.iso_level = *options.iso_level;
  if (!options.surface) {
    mesh.surface = Surface::kDensity;
    spdlog::info("--iso-level selects --surface density; without it: --surface oriented");
  } else if (mesh.surface == Surface::kOriented) {
    throw UsageError("--iso-level: the oriented surface has none, expected --surface density");
  }
}

void Run(int argc, char** argv) {
  CLI::App app("Extract the mesh of a map, in the world's frame.");
  Options options;
  AddOptions(app, options);
  ParseCommandLine(app, argc, argv);
  InitLogging({}, "extract_mesh");
  Settle(options);
  options.extract.mesh.device = OpenMeshingDevice(options.device, "--device");
  const ThreadLimit limit(options.threads);
  ProgressLine line(std::cout, StdoutIsTerminal(), StdoutColumns());
  const auto show = [&](double done) {
    line.Update({.unit = "meshed %", .frame = std::lround(100.0 * done), .frames = 100});
    if (done >= 1.0) line.Finish();
  };
  WithMemoryFor([] { return "the mesh (a larger --voxel-size takes less)"; },
                [&] { ExtractMeshToFile(options.extract, show); });
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("extract_mesh", [&] { isogs::Run(argc, argv); });
}
