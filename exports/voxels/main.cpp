// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
//
// export_voxels INPUT ... --output DIR: fixed volumes of maps or points, as HDF5; see ExportVoxels.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>
#include <optional>

#include "exports/voxels/export_voxels.h"
#include "shared/cli/program.h"
#include "shared/config/config_fields.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/home_path.h"
#include "shared/core/installation.h"
#include "shared/core/parallel.h"
#include "shared/core/stop_signal.h"
#include "shared/core/text.h"
#include "shared/log/log.h"
#include "shared/log/progress_line.h"

namespace isogs {
namespace {

/// An option that is a key of the section `prerender`, too.
struct KeyOption {
  const char* key;
  const char* type;
  const char* help;
};

constexpr KeyOption kKeyOptions[] = {
    {"output", "DIR", "Folder for the volumes: new, empty, or one to go on with"},
    {"field", "NAME",
     "density; oriented: the signed distance [m] that extract_mesh contours; color: red, green, blue, "
     "density; "
     "occupancy: 0 or 1"},
    {"voxel_size", "N", "Cells along the longest side: a count, not a length"},
    {"volume_dims", "M", "Size of the volume along x, y and z [m] (default: a cube around each map)"},
    {"center", "M", "Its centre's x, y and z in the world [m] (default: of each map's bounds)"},
    {"padding", "M", "Added to the volume on every side [m]"},
    {"threshold", "T", "Densities below become 0 (not: oriented)"},
    {"precision", "D", "Decimals to keep, by rounding; from 8 on nothing is rounded"},
    {"fill", "V", "oriented: what stands where the field has no value"},
    {"iso_level", "L", "occupancy: density from which on a cell is taken"},
    {"compression", "NAME", "gzip or none"},
    {"compression_level", "1..9", "More is smaller and slower"},
    {"batch_size", "N", "Volumes a file"},
    {"first_sample", "K", "Leave out the first K samples"},
    {"max_samples", "N", "At most so many volumes (0: all)"},
    {"method", "NAME", "How points become a density: gaussian, or count, the points in a cell"},
    {"sigma", "S", "gaussian: of a point [m] (0: a cell)"},
    {"points_dataset", "NAME", "Dataset of points in HDF5 files: [N,3], or [M,N,3] for M clouds"},
};

struct Options {
  SampleInputs inputs;
  std::string config;
  std::map<std::string, std::vector<std::string>> keys;  // words given for each
  bool overwrite = false, dry_run = false;
  std::optional<int> threads;
};

std::string FlagOf(const std::string& key) {
  std::string flag = "--" + key;
  for (char& c : flag) c = c == '_' ? '-' : c;
  return flag;
}

ConfigField FieldOf(Config& config, const std::string& key) {
  for (ConfigField& field : ListFields(config)) {
    if (field.key == "prerender." + key) return field;
  }
  throw Error("prerender." + key + ": is no key");
}

void AddOptions(CLI::App& app, Options& options) {
  app.add_option("inputs", options.inputs.maps,
                 "Run directories, folders of runs, configurations, params npz or splats (.ply, .spz, .glb); "
                 "patterns such as 'runs/*'")
      ->type_name("INPUT");
  app.add_option("--list", options.inputs.list, "File that names an input a line")->type_name("FILE");
  app.add_option("--input-points", options.inputs.points, "Points instead of maps: .ply, .h5")
      ->type_name("FILE");
  app.add_option("--config", options.config, "Configuration whose section prerender says what options do not")
      ->type_name("FILE");
  Config defaults;
  for (const KeyOption& option : kKeyOptions) {
    const ConfigField field = FieldOf(defaults, option.key);
    app.add_option(FlagOf(option.key), options.keys[option.key], option.help)
        ->type_name(option.type)
        ->expected(field.takes_list ? 3 : 1)
        ->default_str(field.text());
  }
  app.add_flag("--overwrite", options.overwrite, "Replace the volumes that are in the folder");
  app.add_flag("--dry-run", options.dry_run, "Only print the samples, with their numbers");
  app.add_option("--threads", options.threads, "Threads (default: all processors)")
      ->check(CLI::Range(0, 1024));
}

/// The configuration's values, then the command line's.
Config Settle(const Options& options) {
  Config config;
  if (!options.config.empty()) {
    const PathLookup file = LookUpConfig(options.config);
    if (!file.exists) throw UsageError("no configuration at " + file.places);
    config = LoadConfig(file.path, {});
    config.prerender.output = ExpandHome(config.prerender.output);
  }
  for (const auto& [key, words] : options.keys) {
    if (words.empty()) continue;
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
    const ConfigField field = FieldOf(config, key);
    if (!field.assign(text))
      throw UsageError(FlagOf(key) + ": found " + Quoted(text, 100) + ", expected " + field.expected);
  }
  if (options.overwrite) config.prerender.overwrite = true;
  if (options.threads) config.threads = *options.threads;
  if (config.prerender.field == VoxelField::kOriented) {
    if (!options.keys.at("threshold").empty())
      throw UsageError("--threshold: the oriented field has none, values near 0 are its surface");
    config.prerender.threshold = 0.0;
  }
  return config;
}

void PrintSamples(const SampleList& samples, const PrerenderConfig& options) {
  const SampleRange range = ChosenSamples(samples, options);
  for (int64_t i = range.first; i < range.first + range.count; ++i)
    std::printf("%lld\t%s\n", static_cast<long long>(i), WithoutControls(samples.Name(i)).c_str());
}

void Run(int argc, char** argv) {
  CLI::App app(
      "Write maps or points as volumes of a fixed number of cells (HDF5). Started again, it goes on behind "
      "what is "
      "complete.");
  Options options;
  AddOptions(app, options);
  ParseCommandLine(app, argc, argv);
  InitLogging({}, "export_voxels");
  const Config config = Settle(options);
  options.inputs.points_dataset = config.prerender.points_dataset;
  const SampleList samples(options.inputs);
  if (options.dry_run) return PrintSamples(samples, config.prerender);
  const ThreadLimit limit(config.threads);
  const StopSignal stop;
  ProgressLine line(std::cout, StdoutIsTerminal(), StdoutColumns());
  ExportVoxels(samples, config.prerender, [&](int64_t done, int64_t volumes) {
    line.Update({.unit = "volume", .frame = done, .frames = volumes});
    return stop.requested() == 0;
  });
}

}  // namespace
}  // namespace isogs

int main(int argc, char** argv) {
  return isogs::RunProgram("export_voxels", [&] { isogs::Run(argc, argv); });
}
