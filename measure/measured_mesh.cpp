// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "measure/measured_mesh.h"

#include <spdlog/spdlog.h>

#include <system_error>

#include "run/params_file.h"
#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/core/text.h"
#include "shared/formats/mesh_file.h"
#include "shared/geometry/up_guess.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

bool HoldsParams(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(RunDirectory(folder).params(), ignored) || !CheckpointFrames(folder).empty();
}

fs::path MeshFileOf(const fs::path& input) {
  std::error_code ignored;
  if (!fs::exists(input, ignored)) {
    throw UsageError(input.string() + ": does not exist, expected a run directory or a mesh (.ply, .obj)");
  }
  if (!fs::is_directory(input, ignored)) return input;
  if (fs::exists(input / "mesh.ply", ignored)) return input / "mesh.ply";
  if (!HoldsParams(input))
    throw UsageError(input.string() + ": holds no run and no mesh.ply, expected either");
  throw UsageError(input.string() + ": holds no mesh.ply; isogs extract_mesh " +
                   ShellQuoted({input.string()}) + " makes it");
}

/// Nothing if the folder has no cameras.
std::optional<Eigen::Vector3d> UpOfCameras(const fs::path& folder) {
  if (!HoldsParams(folder)) return std::nullopt;
  try {
    const Params params = ReadParams(FindParams(folder), BadGaussians::kKeep);
    UpGuess up;
    for (const FrameRecord& frame : params.frames) {
      if (frame.state != TrackingState::kLost)
        up.Add(params.world_from_map * frame.camera_from_map.inverse());
    }
    return up.up();
  } catch (const Error& error) {
    spdlog::warn("{}", error.what());
    return std::nullopt;
  }
}

}  // namespace

MeasuredMesh ReadMeasuredMesh(const fs::path& input, const std::optional<Eigen::Vector3d>& up) {
  MeasuredMesh read{.file = MeshFileOf(input), .mesh = {}, .up = Eigen::Vector3d::UnitZ(), .up_from = {}};
  read.mesh = ReadMesh(read.file);
  const fs::path folder = read.file.has_parent_path() ? read.file.parent_path() : fs::path(".");
  if (up) {
    read.up = *up;
    read.up_from = "near --up";
  } else if (const auto of_cameras = UpOfCameras(folder)) {
    read.up = *of_cameras;
    read.up_from = "as the run's cameras were held";
  } else {
    read.up_from = "near +z: there is no run beside the mesh; --up says another";
  }
  return read;
}

}  // namespace isogs
