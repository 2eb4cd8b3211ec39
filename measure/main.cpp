// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// measure RUN_DIR|MESH: floor area, height and walls of a room, and distances on its mesh.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include "measure/measure_text.h"
#include "measure/measured_mesh.h"
#include "measure/surface_point.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/out_of_memory.h"
#include "shared/core/text.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

struct Options {
  std::filesystem::path input;
  std::optional<Eigen::Vector3d> from, to, up;
  bool json = false;
};

std::optional<Eigen::Vector3d> ParsePoint(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto values = ParseNumbers(text, 3);
  if (!values) throw UsageError(option + ": '" + text + "', expected three numbers: x,y,z");
  return Eigen::Vector3d(values->data());
}

Options ParseOptions(int argc, char** argv) {
  Options options;
  std::string from, to, up;
  CLI::App app(
      "Measure a room by its mesh: floor area, height, distance of walls, surface, and the distance of two "
      "points.");
  app.add_option("input", options.input, "Run directory (its mesh.ply), or a mesh: .ply or .obj")
      ->required()
      ->type_name("INPUT");
  auto* const first =
      app.add_option("--from", from, "A point, which is moved to the surface")->type_name("x,y,z");
  auto* const second = app.add_option("--to", to, "The other one")->type_name("x,y,z")->needs(first);
  first->needs(second);
  app.add_option("--up", up, "Which way is up, within 25 degrees (default: as the run's cameras were held)")
      ->type_name("x,y,z");
  app.add_flag("--json", options.json, "One JSON object instead of lines");
  ParseCommandLine(app, argc, argv);
  options.from = ParsePoint("--from", from);
  options.to = ParsePoint("--to", to);
  options.up = ParsePoint("--up", up);
  if (options.up && !(options.up->norm() > 0.0)) throw UsageError("--up: '" + up + "', expected a direction");
  return options;
}

std::optional<Distance> DistanceOf(const TriangleMesh& mesh, const Options& options) {
  if (!options.from || !options.to) return std::nullopt;
  Distance distance{.from = NearestSurfacePoint(mesh, *options.from),
                    .to = NearestSurfacePoint(mesh, *options.to)};
  distance.from_moved_m = (distance.from - *options.from).norm();
  distance.to_moved_m = (distance.to - *options.to).norm();
  return distance;
}

void Measure(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  InitLogging({}, "measure");
  WithMemoryFor([] { return "measuring the mesh"; },
                [&] {
                  const MeasuredMesh read = ReadMeasuredMesh(options.input, options.up);
                  Measurement measurement{.mesh = read.file.string(),
                                          .up_from = read.up_from,
                                          .room = MeasureRoom(read.mesh, read.up),
                                          .distance = DistanceOf(read.mesh, options)};
                  std::printf("%s", (options.json ? ToJsonText(measurement) : ToText(measurement)).c_str());
                });
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("measure", [&] { isogs::Measure(argc, argv); });
}
