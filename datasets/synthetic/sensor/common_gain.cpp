// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/synthetic/sensor/common_gain.h"

#include <algorithm>

#include "datasets/synthetic/sensor/exposure.h"

namespace isogs::synthetic {

float CommonGain(const Renderer& rooms, const Camera& camera, std::span<const Pose> world_from_cameras) {
  const auto count = static_cast<float>(world_from_cameras.size());
  double sum = 0.0;
  for (const Pose& pose : world_from_cameras)
    sum += MeanRadiance(rooms.Radiance({camera, {&pose, 1}}, 1)) / count;
  return static_cast<float>(kMiddleGrey / std::max(sum, 1e-4));
}

}  // namespace isogs::synthetic
