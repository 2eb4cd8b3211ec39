// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/lens_view.h"

#include <utility>

namespace isogs {
namespace {

constexpr double kSameLensPx = 0.25;

}  // namespace

LensView::LensView(std::vector<LensCamera> lenses) : lenses_(std::move(lenses)) {
  const std::optional<Camera> pinhole = MeanPinhole(lenses_, kSameLensPx);
  resamples_ = !pinhole;
  camera_ = pinhole ? *pinhole : CommonView(lenses_);
}

Undistortion LensView::OfColor(size_t lens, int width, int height) const {
  const auto& [camera, distortion] = lenses_.at(lens);
  return {{camera.Resized(width, height), distortion}, camera_.Resized(width, height)};
}

void LensView::Apply(size_t lens, Image<uint8_t>* color, Image<float>* depth_m) const {
  if (lenses_.size() > 1) {
    *depth_m = OfDepth(lens).Depth(*depth_m);
    *color = OfColor(lens, color->width(), color->height()).Color(*color);
    return;
  }
  const bool is_one_size = color->width() == camera_.width && color->height() == camera_.height;
  std::call_once(made_, [&] {
    of_depth_.emplace(OfDepth(0));
    if (!is_one_size) of_color_.emplace(OfColor(0, color->width(), color->height()));
  });
  *depth_m = of_depth_->Depth(*depth_m);
  *color = (is_one_size ? of_depth_ : of_color_)->Color(*color);
}

}  // namespace isogs
