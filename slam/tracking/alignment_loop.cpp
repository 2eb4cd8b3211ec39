// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/tracking/alignment_loop.h"

#include <algorithm>
#include <array>

#include "shared/profile/stage.h"
#include "slam/tracking/pyramid_cameras.h"

namespace isogs {
namespace {

constexpr std::array<const char*, kMaxLevels> kLevelNames = {"level 0", "level 1", "level 2", "level 3",
                                                             "level 4", "level 5", "level 6", "level 7"};

AlignmentState StartAt(const Pose& camera_from_view, const AlignmentConfig& config) {
  AlignmentState state;
  state.scales = {config.depth_sigma_m, config.trusted_intensity_sigma, config.max_distance_m, config.huber};
  state.start = state.camera_from_view = MakeRigidMotion(camera_from_view);
  state.depth_sigma_m = config.depth_sigma_m;
  state.intensity_sigma = config.intensity_sigma;
  state.PrepareStep();
  return state;
}

AlignmentResult MakeResult(const AlignmentState& state) {
  AlignmentResult result;
  result.camera_from_view = Orthonormalized(MakePose(state.camera_from_view));
  result.converged = state.converged;
  result.iterations = state.iterations;
  result.inlier_ratio = state.inlier_ratio;
  result.depth_rms_m = state.depth_rms_m;
  result.intensity_rms = state.intensity_rms;
  result.gain = state.brightness.gain;
  result.bias = state.brightness.bias;
  result.agreement = state.agreement;
  result.visible_ratio = state.visible_ratio;
  result.seen_through_ratio = state.seen_through_ratio;
  for (int a = 0, k = 0; a < 6; ++a) {
    for (int b = a; b < 6; ++b, ++k) {
      result.information(a, b) = result.information(b, a) = state.information[k];
    }
  }
  return result;
}

}  // namespace

AlignmentResult AlignCoarseToFine(AlignmentLevels& levels, const Pose& camera_from_view,
                                  const AlignmentConfig& config) {
  if (!camera_from_view.matrix().allFinite()) {
    AlignmentResult result;
    result.camera_from_view = camera_from_view;
    return result;
  }
  const Stage stage("align");
  levels.Start(StartAt(camera_from_view, config));
  for (int level = std::min(config.levels, levels.LevelCount()); level-- > 0;) {
    const Stage at_level(kLevelNames[static_cast<size_t>(level)]);
    for (int i = 0; i < config.iterations && levels.Iterate(level);) ++i;
  }
  return MakeResult(levels.Finish());
}

}  // namespace isogs
