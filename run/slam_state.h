// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "run/keyframe_edge.h"
#include "run/motion_model.h"
#include "run/params_file.h"
#include "run/recent_sharpness.h"
#include "shared/core/random.h"
#include "shared/types/keyframe_use.h"

namespace isogs {

/// Columns of a Gaussian's moments: the parameters in the map's order, and two spare ones.
inline constexpr int kMomentColumns = 16;

/// Adam's state of every Gaussian of the map.
struct AdamState {
  std::vector<float> first_moments;   // [N,kMomentColumns]
  std::vector<float> second_moments;  // [N,16]
  std::vector<int32_t> steps;         // [N]
};

/// What a keyframe is beside its position in the run. Its images are read again from the data set.
struct KeyframeState {
  Pose camera_from_map = Pose::Identity();
  KeyframeUse use;
  uint64_t image_hash = 0;  // see DeviceFrame::image_hash
};

/// All that decides what a run does next: a run that goes on from it cannot be told from one that never
/// stopped. Times are not in it, so that equal runs have equal states.
struct SlamState {
  Params params;
  AdamState adam;
  std::vector<KeyframeState> keyframes;  // as params.keyframes
  std::vector<KeyframeEdge> edges;       // between keyframes
  int64_t here = 0;                      // the keyframe that tracking is at
  int64_t closed_loops = 0;
  MotionModel motion;
  RecentSharpness sharpness;
  uint64_t recent_image_hash = 0;  // of the newest frame that is kTracking; 0: it is not remembered
  float scene_radius_m = 0.0f;
  Random::State random = {1, 0, 0, 0};
  std::string identity;     // see IdentityOf
  std::string simd_target;  // of the back end, see Backend
};

/// Stands in every checkpoint as isogs_state_version, beside the params files' own version.
inline constexpr int64_t kStateFormatVersion = 3;

/// Writes a checkpoint: a params file (WriteParams) with the rest of the state as further arrays isogs_*.
/// Equal states give equal bytes; the file appears when it is whole and on disk.
void WriteState(const std::filesystem::path& path, const SlamState& state);

/// Reads a checkpoint back. Throws Error naming file and array unless all of it is whole: the checksum of
/// every member, shapes, versions, finite numbers.
SlamState ReadState(const std::filesystem::path& path);

}  // namespace isogs
