// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "datasets/lens.h"
#include "datasets/rosbag/recording.h"

namespace isogs {

/// The camera that took the images of a topic, by the camera_info beside it, or by `info_topic` where that is
/// not empty. Nothing where there is none, or it was never calibrated (all zero). Throws UsageError for a
/// topic that is not there, and for models of distortion that are not read.
std::optional<LensCamera> RecordedCamera(const Recording& recording, const ImageTopic& images,
                                         const std::string& info_topic);

}  // namespace isogs
