// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "shared/frame.h"
#include "shared/gaussian_cloud.h"

namespace isogs::benchmarks {

/// What tracking and mapping meet all the time: a map of one Gaussian a pixel of one frame, and a later frame
/// a few centimetres away.
struct ViewPair {
  GaussianCloud map;
  Frame frame;
  Pose camera_from_map;  // of `frame`
};

/// In the synthetic room: 1 cm and half a degree, as between frames 0 and 10 of 7-Scenes.
ViewPair MakeRoomPair(int width, int height);
/// From two frames of a sequence on disk, with its own poses. Throws Error if it has none.
ViewPair MakeSequencePair(const std::string& path, int64_t first, int64_t second, int width, int height);

}  // namespace isogs::benchmarks
