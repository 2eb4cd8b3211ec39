// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "shared/geometry/pose.h"
#include "slam/features/frame_features.h"

namespace isogs {

struct FeaturePose {
  Pose frame_from_reference = Pose::Identity();
  int matches = 0;
  int inliers = 0;  // of them, in agreement with the pose
};

/// The motion between two frames by features of both: nearest descriptors whose second best is clearly worse
/// and that agree both ways, then the pose from the reference's measured points (EPnP within RANSAC,
/// Levenberg-Marquardt on its inliers). Nothing where fewer than kLeastInliers agree, or OpenCV gives up. The
/// same each time.
std::optional<FeaturePose> FindFeaturePose(const FrameFeatures& reference, const FrameFeatures& frame);

/// With fewer, chance agreements win: frames too far apart have about 7.
inline constexpr int kLeastInliers = 12;

}  // namespace isogs
