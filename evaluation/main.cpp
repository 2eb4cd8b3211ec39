// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// evaluate RUN_DIR: scores a run, and a mesh of it; see EvaluateRun and EvaluateMesh.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>

#include "evaluation/evaluate_mesh.h"
#include "evaluation/evaluate_run.h"
#include "evaluation/evaluation_file.h"
#include "evaluation/view_file.h"
#include "shared/cli/program.h"
#include "shared/core/out_of_memory.h"
#include "shared/log/log.h"

namespace isogs {
namespace {

struct Options {
  EvaluateRunOptions run;
  EvaluateMeshOptions mesh;
  bool mesh_only = false;
  std::filesystem::path views;
};

void AddMeshOptions(CLI::App* app, Options* options) {
  auto* mesh =
      app->add_option("--mesh", options->mesh.mesh,
                      "A mesh of the run to score, .ply or .obj: by points that its frames measure, and "
                      "by the true mesh if there is one");
  auto* truth =
      app->add_option("--ground-truth-mesh", options->mesh.truth, "True mesh to compare the mesh with");
  truth->needs(mesh);
  app->add_flag("--align", options->mesh.align,
                "First move the mesh by the motion between estimated and true camera centres")
      ->needs(truth);
  app->add_flag("--cull", options->mesh.cull, "Leave out what of the true mesh no frame of the run saw")
      ->needs(truth);
  app->add_option("--mesh-samples", options->mesh.samples, "Points on each mesh")
      ->check(CLI::Range(size_t{1}, size_t{100'000'000}))
      ->capture_default_str();
  app->add_flag("--mesh-only", options->mesh_only, "Score nothing but the mesh by the true one, in seconds")
      ->needs(truth);
}

Options ParseOptions(int argc, char** argv) {
  Options options;
  EvaluateRunOptions& run = options.run;
  std::string device, threads;
  CLI::App app(
      "Score a run: trajectory, images, map, speed, mesh. Writes evaluation.json and pictures/ there.");
  app.add_option("run_directory", run.run_directory, "Run directory of isogs slam")->required();
  app.add_option("--output", run.output,
                 "File of the figures, pictures/ beside it (default: evaluation.json in the run directory)")
      ->type_name("FILE");
  app.add_option(
         "--views", options.views,
         "File of the figures of each view, a line of JSON each (default: views.jsonl beside the figures)")
      ->type_name("FILE");
  app.add_option("--every", run.every, "Render every N-th mapped and every N-th unseen frame")
      ->check(CLI::Range(int64_t{1}, int64_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--pictures", run.pictures, "Pictures of input, render and error")
      ->check(CLI::Range(int64_t{0}, int64_t{1'000'000}))
      ->capture_default_str();
  CLI::Option* const worst =
      app.add_option(
             "--worst", run.worst,
             "Further pictures, of the views with the lowest PSNR; default: 3, none with --pictures 0")
          ->check(CLI::Range(int64_t{0}, int64_t{1'000'000}));
  app.add_option(
         "--set", run.overrides,
         "Override a key of the run's configuration, e.g. --set mapping.exposure=true; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--dataset", run.dataset, "Folder of the data set, where it is not the run's");
  app.add_option("--device", device, "Back end: auto, cpu, cpu_reference or cuda; default: the run's");
  app.add_option("--threads", threads, "Threads; 0: all processors; default: the run's");
  AddMeshOptions(&app, &options);
  ParseCommandLine(app, argc, argv);
  if (worst->empty() && run.pictures == 0) run.worst = 0;
  if (!device.empty()) run.overrides.push_back("device=" + device);
  if (!threads.empty()) run.overrides.push_back("threads=" + threads);
  run.mesh = options.mesh.mesh;
  options.mesh.run_directory = run.run_directory;
  options.mesh.dataset = run.dataset;
  options.mesh.overrides = run.overrides;
  return options;
}

void ShowProgress(int64_t done, int64_t total) {
  std::fprintf(stderr, "\rframe %lld/%lld%s", static_cast<long long>(done), static_cast<long long>(total),
               done == total ? "\n" : "");
}

void Evaluate(int argc, char** argv) {
  Options options = ParseOptions(argc, argv);
  InitLogging({}, "evaluate");
  if (isatty(STDERR_FILENO) != 0) options.run.progress = options.mesh.progress = ShowProgress;
  // The mesh first: it takes seconds, so what is wrong with its options shows at once.
  std::optional<MeshEvaluation> mesh;
  std::optional<Evaluation> run;
  if (!options.mesh.truth.empty()) {
    mesh = WithMemoryFor([] { return "scoring the mesh"; }, [&] { return EvaluateMesh(options.mesh); });
  }
  if (!options.mesh_only) {
    run = WithMemoryFor([] { return "scoring the run"; }, [&] { return EvaluateRun(options.run); });
  }
  if (run) std::printf("%s", EvaluationTable(*run).c_str());
  if (mesh) std::printf("%s", MeshTable(mesh->figures, mesh->of_truth).c_str());
  std::fflush(stdout);
  // After the tables, which are there where the file cannot be written.
  const std::filesystem::path file = OutputOf(options.run);
  if (mesh) WriteMeshEvaluation(file, mesh->figures);
  if (run) WriteEvaluation(file, *run);
  if (run) WriteViews(options.views.empty() ? ViewsOf(options.run) : options.views, run->images.views);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("evaluate", [&] { isogs::Evaluate(argc, argv); });
}
