// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/map_input.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/config/config_reader.h"
#include "shared/core/error.h"
#include "shared/core/installation.h"
#include "shared/core/parallel.h"
#include "shared/formats/ply.h"
#include "shared/formats/splat_formats.h"
#include "shared/geometry/up_guess.h"

namespace isogs {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMostCameras = 256;
constexpr int64_t kGrain = 1 << 12;

std::string Extension(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return std::tolower(c); });
  return extension;
}

bool IsConfig(const fs::path& path) { return Extension(path) == ".yaml" || Extension(path) == ".yml"; }

/// The run directory that `input` is or names; empty: it is a file of its own.
fs::path RunDirectoryOf(const fs::path& input) {
  if (IsConfig(input)) {
    const fs::path file = LookUpConfig(input).path;
    if (const auto run = RunOfConfig(file)) return *run;
    const Config config = LoadConfig(file, {});
    return config.output.empty() ? DefaultRunDirectory(input) : fs::path(config.output);
  }
  return fs::is_directory(input) ? input : fs::path();
}

/// Gives Gaussians whose file does not tell which frame made them the camera that is nearest: of those that
/// may have seen them, the likeliest. A few hundred of many cameras do.
void AssignNearestCameras(const std::vector<Eigen::Vector3f>& centers, GaussianCloud* cloud) {
  if (centers.empty()) return;
  const size_t step = centers.size() / kMostCameras + 1;
  ParallelFor(static_cast<int64_t>(cloud->size()), kGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      if (cloud->timesteps[i] != kUnknownTimestep) continue;
      const Eigen::Vector3f mean(&cloud->means[3 * i]);
      float least = std::numeric_limits<float>::infinity();
      for (size_t t = 0; t < centers.size(); t += step) {
        const float distance = (centers[t] - mean).squaredNorm();
        if (!(distance < least)) continue;
        least = distance;
        cloud->timesteps[i] = static_cast<float>(t);
      }
    }
  });
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
  AssignNearestCameras(input.cameras.centers, &input.cloud);
  return input;
}

/// By the extension.
Splats ReadSplats(const fs::path& file) {
  const std::string extension = Extension(file);
  if (extension == ".spz") return {.cloud = ReadSplatSpz(file), .normals = {}};
  if (extension == ".glb") return {.cloud = ReadSplatGlb(file), .normals = {}};
  return ReadSplatPly(file);
}

}  // namespace

bool IsSplatFile(const fs::path& file) {
  constexpr std::array<std::string_view, 3> kExtensions = {".ply", ".spz", ".glb"};
  return std::ranges::find(kExtensions, Extension(file)) != kExtensions.end();
}

bool IsMapFile(const fs::path& file) { return Extension(file) == ".npz" || IsSplatFile(file); }

fs::path MapFileOf(const fs::path& input) {
  if (IsConfig(input) ? !LookUpConfig(input).exists : !fs::exists(input)) {
    throw UsageError(input.string() +
                     ": does not exist, expected a run directory, a configuration, a "
                     "params npz or splats (.ply, .spz, .glb)");
  }
  if (const fs::path run = RunDirectoryOf(input); !run.empty()) return FindParams(run);
  if (IsMapFile(input)) return input;
  throw UsageError(input.string() +
                   ": is a file of another kind, expected a run directory, a configuration "
                   "(.yaml), a params .npz or splats (.ply, .spz, .glb)");
}

MapInput ReadMapInput(const fs::path& input) {
  const fs::path file = MapFileOf(input);
  if (Extension(file) == ".npz") return ReadParamsInput(file);
  Splats splats = ReadSplats(file);
  MapInput read{.file = file, .cloud = std::move(splats.cloud), .cameras = {}};
  read.cameras.normals = std::move(splats.normals);
  return read;
}

fs::path DefaultMeshPath(const fs::path& input) {
  if (const fs::path run = RunDirectoryOf(input); !run.empty()) return run / "mesh.ply";
  return input.parent_path() / (input.stem().string() + "_mesh.ply");
}

}  // namespace isogs
