// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "shared/cli/program.h"
#include "shared/config/config_reader.h"
#include "slam/checkpoint/run_directory.h"
#include "slam/run_slam.h"

namespace isogs {
namespace {

struct Options {
  std::string config;
  std::optional<std::string> dataset;
  std::optional<std::string> output;
  std::vector<std::string> set;        // --set
  std::vector<std::string> shorthand;  // --frames and so on, as KEY=VALUE
  RunOptions run;
};

/// Options that stand for configuration keys, each appended to the overrides as "key=value".
void AddShorthand(CLI::App& app, const std::string& flag, const std::string& key, const std::string& help,
                  const std::string& value_name, std::vector<std::string>& overrides) {
  app.add_option_function<std::string>(
         flag, [key, &overrides](const std::string& value) { overrides.push_back(key + "=" + value); }, help)
      ->type_name(value_name)
      ->take_last();  // as a script expects that appends to a user's options
}

/// Where the run starts. Without any of them: where an earlier run in RUN_DIR was stopped, or at its
/// beginning.
void AddStartOptions(CLI::App& app, RunOptions& run) {
  app.add_flag("--fresh", run.fresh,
               "Start anew; an earlier run in RUN_DIR is moved aside to RUN_DIR.1, ...");
  app.add_flag("--allow-config-change", run.allow_config_change,
               "Go on with an earlier run although its configuration was another");
  app.add_option("--resume-from", run.resume_from, "Go on from this checkpoint, not from the newest")
      ->type_name("FILE");
  app.add_option("--initial-map", run.initial_map,
                 "Start with this map (params.npz of IsoGS or SplaTAM), not with none")
      ->type_name("FILE");
}

void AddOptions(CLI::App& app, Options& options) {
  app.add_option("config", options.config, "Configuration file (YAML)")->required()->type_name("CONFIG");
  auto& overrides = options.shorthand;
  app.add_option("--dataset", options.dataset, "Folder of the sequence, instead of the configuration's")
      ->type_name("DIR");
  app.add_option("--output", options.output, "Run directory (default: runs/<name of the configuration file>)")
      ->type_name("RUN_DIR");
  AddShorthand(app, "--frames", "frames", "Frames to process, at most (0: all)", "N", overrides);
  AddShorthand(app, "--start", "start", "First frame of the data set", "N", overrides);
  AddShorthand(app, "--stride", "stride", "Step between frames of the data set", "N", overrides);
  AddShorthand(app, "--device", "device", "auto, cpu, cpu_reference or cuda", "NAME", overrides);
  AddShorthand(app, "--threads", "threads", "Threads (0: all processors)", "N", overrides);
  AddShorthand(app, "--seed", "seed", "Seed of the run's random numbers", "N", overrides);
  app.add_option("--set", options.set, "Override any key, e.g. --set tracking.iterations=20; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  AddStartOptions(app, options.run);
}

void Run(int argc, char** argv) {
  CLI::App app("Track the camera and build the map of an RGB-D sequence. A run that was stopped goes on.");
  Options options;
  AddOptions(app, options);
  ParseCommandLine(app, argc, argv);
  std::vector<std::string> overrides = options.set;
  overrides.insert(overrides.end(), options.shorthand.begin(), options.shorthand.end());
  Config config = LoadConfig(options.config, overrides);
  // Not as overrides, which are YAML: a path may hold any character.
  if (options.dataset) config.dataset.path = *options.dataset;
  if (options.output) config.output = *options.output;
  if (config.output.empty()) config.output = DefaultRunDirectory(options.config).string();
  RunSlam(config, options.run);
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("slam", [&] { isogs::Run(argc, argv); });
}
