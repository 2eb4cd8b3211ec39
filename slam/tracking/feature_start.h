// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/features/frame_features.h"

namespace isogs {

/// Start poses for alignment by features, which find motions that Gauss-Newton does not. Features of the last
/// reference are kept.
class FeatureStart {
 public:
  /// The pose of `frame`'s camera from the reference's, where enough features of both agree on one.
  std::optional<Pose> FrameFromReference(const std::shared_ptr<const DeviceFrame>& reference,
                                         const DeviceFrame& frame);

 private:
  std::weak_ptr<const DeviceFrame> reference_;  // a frame is large
  FrameFeatures reference_features_;
};

}  // namespace isogs
