// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "datasets/synthetic/casting/renderer.h"

namespace isogs::synthetic {

Image<float> MeasureWithKinect(const Renderer& rooms, const View& view, const HitImage& hits, uint64_t seed,
                               int64_t frame);
Image<float> MeasureTimeOfFlight(const Renderer& rooms, const View& view, const HitImage& hits, uint64_t seed,
                                 int64_t frame);

}  // namespace isogs::synthetic
