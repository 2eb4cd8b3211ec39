// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/run_cameras.h"

#include <utility>
#include <vector>

#include "meshing/map_input.h"
#include "shared/core/error.h"
#include "shared/types/parameter_limits.h"

namespace isogs {
namespace {

void KeepKeyframes(Params* params) {
  std::vector<FrameRecord> kept;
  for (const int64_t keyframe : params->keyframes) {
    kept.push_back(params->frames[static_cast<size_t>(keyframe)]);
  }
  params->frames = std::move(kept);
}

}  // namespace

RunCameras ReadRunCameras(const std::filesystem::path& input, bool keyframes) {
  RunCameras run;
  run.file = MapFileOf(input);
  if (IsSplatFile(run.file)) {
    throw UsageError(run.file.string() +
                     ": splats tell no cameras, expected a run directory, a configuration or a params npz");
  }
  run.params = ReadParams(run.file, BadGaussians::kKeep);
  MakeLimitsFinite(&run.params.map);
  RemoveUnusable(&run.params.map);
  if (keyframes) KeepKeyframes(&run.params);
  std::erase_if(run.params.frames,
                [](const FrameRecord& frame) { return frame.state == TrackingState::kLost; });
  run.params.keyframes.clear();  // they are places among all frames
  if (run.params.frames.empty()) throw Error(run.file.string() + ": knows the pose of no frame");
  return run;
}

}  // namespace isogs
