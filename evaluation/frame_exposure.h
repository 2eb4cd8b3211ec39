// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "evaluation/map_renderer.h"
#include "shared/image/image.h"
#include "shared/types/frame.h"
#include "slam/losses/exposure.h"

namespace isogs {

/// Shows views of the map as a camera that sets its exposure itself would have taken them.
class FrameExposure {
 public:
  /// The view's colours [3,H,W] in the exposure of `frame`, taken from the same pose.
  Image<float> Apply(const RenderedView& view, const Frame& frame);

 private:
  std::unique_ptr<ExposureFitter> fitter_;
  std::vector<float> planes_;  // [5,H,W]
};

}  // namespace isogs
