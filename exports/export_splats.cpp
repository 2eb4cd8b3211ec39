// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// export_splats RUN_DIR OUT.ply: a run's map for splat viewers, in the world's frame.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/cli/program.h"
#include "shared/formats/ply.h"
#include "shared/types/disc_normals.h"

namespace isogs {
namespace {

void ExportSplats(int argc, char** argv) {
  std::filesystem::path run_directory, output;
  CLI::App app("Write a run's map as a PLY file for splat viewers, in the world's frame.");
  app.add_option("run_directory", run_directory, "Run directory of isogs slam")->required();
  app.add_option("output", output, "PLY file to write")->required();
  ParseCommandLine(app, argc, argv);
  Params params = ReadParams(FindParams(run_directory));
  const GaussianCloud world = Transformed(std::move(params.map), params.world_from_map);
  std::vector<Eigen::Vector3f> centers;
  for (const FrameRecord& frame : params.frames) {
    const Pose world_from_camera = params.world_from_map * frame.camera_from_map.inverse();
    centers.push_back(world_from_camera.translation().cast<float>());
  }
  WriteSplatPly(output, world, SeenNormals(world, centers));
  std::printf("%s: %zu Gaussians\n", output.c_str(), world.size());
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("export_splats", [&] { isogs::ExportSplats(argc, argv); });
}
