// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <utility>

#include "shared/geometry/pose.h"
#include "slam/device/device_frame.h"
#include "slam/features/frame_features.h"
#include "slam/keyframes/keyframe.h"
#include "slam/tracking/reference_aligner.h"

namespace isogs {

/// Start poses for alignment by features, which find motions that Gauss-Newton does not. The features of some
/// frames and keyframes are kept: lost frames come in rows, and look like the same keyframes.
class FeatureStart {
 public:
  /// The pose of `frame`'s camera from the reference's, where enough features of both agree on one.
  std::optional<Pose> FrameFromReference(const DeviceFrame& reference, const DeviceFrame& frame);
  /// The same from a keyframe, whose images `aligner` decodes.
  std::optional<Pose> FrameFromKeyframe(const Keyframe& keyframe, const DeviceFrame& frame,
                                        ReferenceAligner& aligner);

 private:
  /// By the hash of their images; the last used is last.
  using Known = std::list<std::pair<uint64_t, FrameFeatures>>;

  const FrameFeatures& OfFrame(const DeviceFrame& frame);

  // A keyframe's images are not quite those that it was made of. Lost frames, one after the other, must not
  // push out keyframes.
  Known frames_, keyframes_;
};

}  // namespace isogs
