// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "shared/profile/stage.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {

/// Renders as a stage that counts the pixels and the Gaussians in view.
inline void RenderStage(Rasterizer& rasterizer, const GaussianView& map, const RenderCamera& camera,
                        const RenderOptions& options, float* planes) {
  Stage stage("render");
  rasterizer.Render(map, camera, options, planes);
  stage.Count(
      {static_cast<int64_t>(rasterizer.VisibleGaussians().size()), int64_t{camera.width} * camera.height});
}

}  // namespace isogs
