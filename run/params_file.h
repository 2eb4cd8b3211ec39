// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "run/frame_record.h"
#include "shared/geometry/camera.h"
#include "shared/geometry/pose.h"
#include "shared/io/npz.h"
#include "shared/types/gaussian_cloud.h"

namespace isogs {

/// What a run leaves: the map and the cameras that saw it. Everything that evaluation, export and meshing
/// need.
struct Params {
  GaussianCloud map;
  Camera camera;                    // of all frames, at working size
  std::vector<FrameRecord> frames;  // in the order processed
  std::vector<int64_t> keyframes;   // positions in `frames`, ascending
  Pose world_from_map = Pose::Identity();
};

/// Stands in every file as isogs_format_version.
inline constexpr int64_t kParamsFormatVersion = 1;

/// Writes an npz archive with SplaTAM's keys and shapes (docs/method.md, "Checkpoint format") and IsoGS' own
/// as numeric arrays `isogs_*`. `extras` are written behind them; their names should begin with `isogs_` too.
/// Equal contents give equal bytes; the file appears when it is whole.
void WriteParams(const std::filesystem::path& path, const Params& params,
                 std::span<const NamedArray> extras = {});

/// What to do about Gaussians with numbers that are not finite. Limits are no such numbers: they become
/// finite (see parameter_limits.h).
enum class BadGaussians {
  kReject,
  kKeep  // but for those of opacity 0, a logit of -inf
};

/// Timestep of a Gaussian whose file does not tell it.
inline constexpr float kUnknownTimestep = -1.0f;

/// Reads what WriteParams wrote, or a file of SplaTAM's (scales (N,1) or (N,3); frames are then numbered from
/// 0, and the world is the map). With kKeep the Gaussians are enough, as in SplaTAM's checkpoints: timesteps,
/// poses, camera and keyframes may be missing. Every array is checked: shapes against each other, numbers
/// finite, rotations orthonormal. Extras are read from `reader` by whoever wrote them.
Params ReadParams(const NpzReader& reader, BadGaussians bad = BadGaussians::kReject);
Params ReadParams(const std::filesystem::path& path, BadGaussians bad = BadGaussians::kReject);

}  // namespace isogs
