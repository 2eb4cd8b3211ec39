// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/map_renderer.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace isogs {
namespace {

DeviceBuffer Uploaded(const std::vector<float>& values, MemoryKind memory) {
  DeviceBuffer buffer(memory);
  buffer.Upload(values.data(), static_cast<int64_t>(values.size()));
  return buffer;
}

}  // namespace

MapRenderer::MapRenderer(Backend backend, const GaussianCloud& map)
    : backend_(std::move(backend)),
      count_(static_cast<int64_t>(map.size())),
      means_(Uploaded(map.means, backend_.memory)),
      colors_(Uploaded(map.colors, backend_.memory)),
      rotations_(Uploaded(map.rotations, backend_.memory)),
      logit_opacities_(Uploaded(map.logit_opacities, backend_.memory)),
      log_scales_(Uploaded(map.log_scales, backend_.memory)),
      planes_(backend_.memory) {}

GaussianView MapRenderer::View() const {
  return {
      count_, means_.data(), colors_.data(), rotations_.data(), logit_opacities_.data(), log_scales_.data()};
}

RenderedView MapRenderer::Render(const Camera& camera, const Pose& camera_from_map) {
  Image<float> planes(plane::kCount, camera.height, camera.width);
  const auto size = static_cast<int64_t>(planes.values().size());
  planes_.Reserve(size);
  backend_.rasterizer->Render(View(), MakeRenderCamera(camera, camera_from_map), {}, planes_.data());
  planes_.Download(planes.data(), size);

  RenderedView view{Image<float>(3, camera.height, camera.width),
                    Image<float>(1, camera.height, camera.width),
                    Image<float>(1, camera.height, camera.width)};
  for (int channel = 0; channel < 3; ++channel) {
    std::ranges::copy(planes.plane(plane::kRed + channel), view.color.plane(channel).begin());
  }
  std::ranges::transform(planes.plane(plane::kDepth), planes.plane(plane::kSilhouette), view.depth_m.data(),
                         SeenDepth);
  std::ranges::copy(planes.plane(plane::kSilhouette), view.silhouette.data());
  return view;
}

std::vector<float> MapRenderer::Densities(const PixelSamples& samples, const IsoOptions& options) {
  std::vector<float> densities(static_cast<size_t>(samples.size()));
  backend_.iso->Densities(View(), samples, options, densities.data());
  return densities;
}

}  // namespace isogs
