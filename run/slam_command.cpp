// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "run/slam_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "run/run_directory.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"

namespace isogs {
namespace {

/// Options that stand for configuration keys, each appended to the overrides as "key=value".
void AddShorthand(CLI::App& app, const std::string& flag, const std::string& key, const std::string& help,
                  const std::string& value_name, std::vector<std::string>& overrides) {
  app.add_option_function<std::string>(
         flag, [key, &overrides](const std::string& value) { overrides.push_back(key + "=" + value); }, help)
      ->type_name(value_name)
      ->take_last();  // as a script expects that appends to a user's options
}

/// Frames of a camera instead of a data set.
void AddLiveOptions(CLI::App& app, RunOptions& run) {
  auto* const live =
      app.add_option(
             "--live", run.live,
             "Take the frames that a camera's process pushes under this name, as they come (docs/live.md)")
          ->type_name("NAME")
          ->excludes("--dataset");
  app.add_option("--record", run.record,
                 "Keep the live frames as a data set in this folder: the run can then go on, and be repeated")
      ->type_name("DIR")
      ->needs(live);
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
  app.add_option("--localise-only", run.localise_in,
                 "Only find the frames in the map of this finished run, which stays as it is")
      ->type_name("RUN_DIR")
      ->excludes("--resume-from")
      ->excludes("--initial-map");
}

}  // namespace

void AddOptions(CLI::App& app, SlamCommand& command) {
  app.add_option("config", command.config,
                 "Configuration file (YAML): from the current folder, or else one that ships, e.g. demo.yaml")
      ->required()
      ->type_name("CONFIG");
  auto& overrides = command.shorthand;
  app.add_option("--dataset", command.dataset, "Folder of the sequence, instead of the configuration's")
      ->type_name("DIR");
  app.add_option(
         "--output", command.output,
         "Run directory (default: runs/<name of the configuration file>; of RUN_DIR/config.yaml: RUN_DIR)")
      ->type_name("RUN_DIR");
  AddShorthand(app, "--frames", "frames", "Frames to process, at most (0: all)", "N", overrides);
  AddShorthand(app, "--start", "start", "First frame of the data set", "N", overrides);
  AddShorthand(app, "--stride", "stride", "Step between frames of the data set", "N", overrides);
  AddShorthand(app, "--device", "device", "auto, cpu, cpu_reference or cuda", "NAME", overrides);
  AddShorthand(app, "--threads", "threads", "Threads (0: all processors)", "N", overrides);
  AddShorthand(app, "--seed", "seed", "Seed of the run's random numbers", "N", overrides);
  app.add_option("--set", command.set, "Override any key, e.g. --set tracking.iterations=20; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  AddLiveOptions(app, command.run);
  AddStartOptions(app, command.run);
  app.add_flag("--profile", command.run.profile,
               "At the end, say where time went; also in RUN_DIR/profile.json");
  app.add_option("--trace", command.run.trace,
                 "Write each stage's begin and duration to FILE, for ui.perfetto.dev or chrome://tracing")
      ->type_name("FILE");
}

Config LoadConfig(const SlamCommand& command) {
  std::vector<std::string> overrides = command.set;
  overrides.insert(overrides.end(), command.shorthand.begin(), command.shorthand.end());
  const PathLookup file = LookUpConfig(command.config);
  if (!file.exists) throw UsageError("no configuration at " + file.places);
  Config config = LoadConfig(file.path, overrides);
  const auto sets_output = [](const std::string& text) { return text.starts_with("output="); };
  if (std::ranges::none_of(overrides, sets_output)) {
    if (const auto run = RunOfConfig(file.path)) config.output = run->string();
  }
  // Not as overrides, which are YAML: a path may hold any character.
  if (command.dataset) config.dataset.path = *command.dataset;
  if (command.output) config.output = *command.output;
  if (config.output.empty()) config.output = DefaultRunDirectory(command.config).string();
  return config;
}

std::vector<std::string> ToArguments(const SlamCommand& command) {
  std::vector<std::string> arguments = {command.config};
  const auto add = [&](const std::string& flag, const auto& value) {
    if (value) arguments.insert(arguments.end(), {flag, *value});
  };
  add("--dataset", command.dataset);
  add("--output", command.output);
  for (const auto* overrides : {&command.set, &command.shorthand}) {
    for (const std::string& text : *overrides) arguments.insert(arguments.end(), {"--set", text});
  }
  if (command.run.fresh) arguments.push_back("--fresh");
  if (command.run.allow_config_change) arguments.push_back("--allow-config-change");
  add("--resume-from", command.run.resume_from);
  add("--initial-map", command.run.initial_map);
  add("--localise-only", command.run.localise_in);
  add("--live", command.run.live);
  add("--record", command.run.record);
  if (command.run.profile) arguments.push_back("--profile");
  add("--trace", command.run.trace);
  return arguments;
}

}  // namespace isogs
