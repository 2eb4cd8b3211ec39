// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/frame_exposure.h"

#include <algorithm>

#include "slam/losses/exposure_cpu.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {

Image<float> FrameExposure::Apply(const RenderedView& view, const Frame& frame) {
  if (!fitter_) fitter_ = MakeExposureFitterCpu();
  const size_t size = view.color.plane_size();
  planes_.assign(plane::kCount * size, 0.0f);
  std::ranges::copy(view.color.values(), planes_.begin());
  std::ranges::copy(view.silhouette.values(),
                    planes_.begin() + static_cast<int64_t>(plane::kSilhouette * size));
  const FrameView measured{frame.camera.width, frame.camera.height, frame.color.data(), frame.depth_m.data()};
  const Exposure exposure = fitter_->Fit(planes_.data(), measured, {});
  Image<float> exposed = view.color;
  for (int channel = 0; channel < exposed.channels(); ++channel) {
    for (float& value : exposed.plane(channel))
      value = exposure.gain[channel] * value + exposure.bias[channel];
  }
  return exposed;
}

}  // namespace isogs
