// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "datasets/rosbag/recording.h"
#include "shared/config/dataset_config.h"

namespace isogs {

struct FrameTopics {
  ImageTopic color;
  ImageTopic depth;
};

/// The topics of colour and depth: those that the configuration names, or the ones whose messages are such.
/// Where several are, those as they are before packed ones, and those of one camera frame before others.
/// Throws UsageError that names what was found where there is none, or no way to choose.
FrameTopics FindFrameTopics(const Recording& recording, const DatasetConfig& config);

}  // namespace isogs
