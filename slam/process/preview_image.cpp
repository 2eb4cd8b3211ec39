// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/process/preview_image.h"

#include <algorithm>
#include <cmath>

#include "shared/image/convert.h"
#include "shared/image/depth_colors.h"
#include "shared/image/resize.h"
#include "shared/ipc/preview.h"
#include "slam/rendering/rasterizer.h"

namespace isogs {
namespace {

constexpr int kPanels = 3;

struct Size {
  int width = 0, height = 0;
};

Size PanelSize(const Image<float>& color) {
  const double scale = std::min({1.0, static_cast<double>(Preview::kMaxWidth / kPanels) / color.width(),
                                 static_cast<double>(Preview::kMaxHeight) / color.height()});
  const auto scaled = [scale](int side) { return std::max(1, static_cast<int>(std::lround(scale * side))); };
  return {scaled(color.width()), scaled(color.height())};
}

Image<float> ColorOf(const Image<float>& planes) {
  Image<float> color(3, planes.height(), planes.width());
  for (int channel = 0; channel < 3; ++channel)
    std::ranges::copy(planes.plane(plane::kRed + channel), color.plane(channel).begin());
  return color;
}

/// [1,h,w] in metres.
Image<float> DepthOf(const Image<float>& planes) {
  Image<float> depth_m(1, planes.height(), planes.width());
  std::ranges::transform(planes.plane(plane::kDepth), planes.plane(plane::kSilhouette),
                         depth_m.values().begin(), SeenDepth);
  return depth_m;
}

void PutPanel(const Image<uint8_t>& panel, int index, Image<uint8_t>& image) {
  for (int channel = 0; channel < 3; ++channel) {
    for (int y = 0; y < panel.height(); ++y) {
      std::copy_n(&panel.at(channel, y, 0), panel.width(), &image.at(channel, y, index * panel.width()));
    }
  }
}

}  // namespace

Image<uint8_t> PreviewImage(const Image<float>& color, const Image<float>& planes) {
  const Size panel = PanelSize(color);
  const Image<float> small = ResizeColor(planes, panel.width, panel.height);
  Image<uint8_t> image(3, panel.height, kPanels * panel.width);
  PutPanel(ToBytes(ResizeColor(color, panel.width, panel.height)), 0, image);
  PutPanel(ToBytes(ColorOf(small)), 1, image);
  PutPanel(DepthColors(DepthOf(small)), 2, image);
  return image;
}

}  // namespace isogs
