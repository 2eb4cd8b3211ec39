// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/map_input.h"

#include <algorithm>
#include <string>
#include <utility>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/formats/ply.h"
#include "shared/geometry/up_guess.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

std::string Extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  return extension;
}

bool IsConfig(const fs::path& path) { return Extension(path) == ".yaml" || Extension(path) == ".yml"; }

/// The run directory that `input` is or names; empty: it is a file of its own.
fs::path RunDirectoryOf(const fs::path& input) {
  if (IsConfig(input)) {
    const Config config = LoadConfig(LookUpConfig(input).path, {});
    return config.output.empty() ? DefaultRunDirectory(input) : fs::path(config.output);
  }
  return fs::is_directory(input) ? input : fs::path();
}

MapInput ReadParamsInput(const fs::path& file) {
  Params params = ReadParams(file, BadGaussians::kKeep);
  MapInput input;
  input.file = file;
  input.cloud = Transformed(std::move(params.map), params.world_from_map);
  UpGuess up;
  for (const FrameRecord& frame : params.frames) {
    const Pose world_from_camera = params.world_from_map * frame.camera_from_map.inverse();
    input.cameras.centers.push_back(world_from_camera.translation().cast<float>());
    up.Add(world_from_camera);
  }
  input.up = up.up();
  return input;
}

}  // namespace

MapInput ReadMapInput(const fs::path& input) {
  if (IsConfig(input) ? !LookUpConfig(input).exists : !fs::exists(input)) {
    throw UsageError(input.string() +
                     ": does not exist, expected a run directory, a configuration, a "
                     "params npz or a splat PLY");
  }
  if (const fs::path run = RunDirectoryOf(input); !run.empty()) return ReadParamsInput(FindParams(run));
  if (Extension(input) == ".npz") return ReadParamsInput(input);
  if (Extension(input) == ".ply") return {.file = input, .cloud = ReadSplatPly(input), .cameras = {}};
  throw UsageError(input.string() +
                   ": is a file of another kind, expected a run directory, a configuration "
                   "(.yaml), a params .npz or a splat .ply");
}

fs::path DefaultMeshPath(const fs::path& input) {
  if (const fs::path run = RunDirectoryOf(input); !run.empty()) return run / "mesh.ply";
  return input.parent_path() / (input.stem().string() + "_mesh.ply");
}

}  // namespace isogs
