// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// export INPUT OUT: a map, or the run that made it, for other programs. OUT's extension names the format, or
// --format does.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <optional>

#include "exports/export_splats.h"
#include "exports/export_trajectory.h"
#include "exports/export_views.h"
#include "shared/cli/program.h"
#include "shared/core/error.h"
#include "shared/core/stop_signal.h"
#include "shared/log/log.h"
#include "shared/log/progress_line.h"

namespace isogs {
namespace {

struct Options {
  std::filesystem::path input, output;
  std::string format, dataset;
  std::optional<int> sh_degree;
  bool keyframes = false;
};

Options ParseOptions(int argc, char** argv) {
  Options options;
  CLI::App app("Write a map, or the run that made it, for other programs, in the world's frame.");
  app.add_option("input", options.input,
                 "Run directory, configuration (its run directory), params npz, or splats: .ply, .spz, .glb")
      ->required()
      ->type_name("INPUT");
  app.add_option(
         "output", options.output,
         "Splats: .ply, .glb, .spz, .sog, .usda; poses: .tum, .kitti, .csv; a folder with --format colmap or "
         "nerfstudio: images and poses to train on")
      ->required()
      ->type_name("OUT");
  app.add_option("--format", options.format, "The format, where OUT's extension does not say it")
      ->check(CLI::IsMember(ExportFormatNames()));
  app.add_option("--sh-degree", options.sh_degree,
                 "ply: zeros as harmonics up to this degree, for readers that insist on them (default 0)")
      ->check(CLI::Range(0, 3));
  app.add_flag("--keyframes", options.keyframes, "colmap, nerfstudio: keyframes alone");
  app.add_option("--dataset", options.dataset,
                 "colmap, nerfstudio: folder of the data set, where it is not the run's")
      ->type_name("DIR");
  ParseCommandLine(app, argc, argv);
  return options;
}

void CheckOptions(const Options& options, ExportFormat format) {
  if (options.sh_degree && format != ExportFormat::kPly) {
    throw UsageError("--sh-degree: is for splat PLY alone");
  }
  if (KindOf(format) == ExportKind::kViews) return;
  if (options.keyframes) throw UsageError("--keyframes: is for colmap and nerfstudio alone");
  if (!options.dataset.empty()) throw UsageError("--dataset: is for colmap and nerfstudio alone");
}

void WriteSplats(const Options& options, ExportFormat format) {
  const SplatsWritten written =
      ExportSplats(options.input, options.output, format, options.sh_degree.value_or(0));
  if (written.unusable > 0) {
    spdlog::warn("{} Gaussians cannot be drawn (numbers that are not finite) and were left out",
                 written.unusable);
  }
  std::printf("%s: %zu Gaussians\n", options.output.c_str(), written.gaussians);
}

void WriteViews(const Options& options, ExportFormat format) {
  const StopSignal stop;
  ProgressLine line(std::cout, StdoutIsTerminal(), StdoutColumns());
  const auto progress = [&](int64_t done, int64_t views) {
    line.Update({.unit = "view", .frame = done, .frames = views});
    return stop.requested() == 0;
  };
  const size_t views =
      ExportViews({options.input, options.output, format, options.dataset, options.keyframes, progress});
  line.Finish();
  std::printf("%s: %zu views\n", options.output.c_str(), views);
}

void Export(int argc, char** argv) {
  const Options options = ParseOptions(argc, argv);
  InitLogging({}, "export");
  const ExportFormat format = ExportFormatOf(options.output, options.format);
  CheckOptions(options, format);
  switch (KindOf(format)) {
    case ExportKind::kSplats:
      WriteSplats(options, format);
      break;
    case ExportKind::kTrajectory:
      std::printf("%s: %zu poses\n", options.output.c_str(),
                  ExportTrajectory(options.input, options.output, format));
      break;
    case ExportKind::kViews:
      WriteViews(options, format);
      break;
  }
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("export", [&] { isogs::Export(argc, argv); });
}
