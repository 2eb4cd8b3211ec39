// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "datasets/synthetic/casting/renderer.h"

namespace isogs::synthetic {

/// One exposure for all pictures: the gain that makes the mean of those from `world_from_cameras` middle
/// grey. A small camera is enough.
float CommonGain(const Renderer& rooms, const Camera& camera, std::span<const Pose> world_from_cameras);

}  // namespace isogs::synthetic
