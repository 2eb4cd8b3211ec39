// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/frame_images.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "shared/core/error.h"
#include "shared/image/image_io.h"
#include "shared/image/resize.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

constexpr uint16_t kSaturated = 65535;

Camera Overridden(Camera camera, const DatasetConfig& config) {
  if (config.fx > 0.0) camera.fx = config.fx;
  if (config.fy > 0.0) camera.fy = config.fy;
  if (config.cx != 0.0) camera.cx = config.cx;
  if (config.cy != 0.0) camera.cy = config.cy;
  return camera;
}

/// The working size; a side that is not configured follows from the other by the aspect ratio.
Camera AtWorkingSize(const Camera& stored, int width, int height) {
  if (width == 0 && height == 0) return stored;
  const double aspect = static_cast<double>(stored.width) / stored.height;
  if (width == 0) width = std::max(1, static_cast<int>(std::lround(height * aspect)));
  if (height == 0) height = std::max(1, static_cast<int>(std::lround(width / aspect)));
  return stored.Resized(width, height);
}

std::string Size(int width, int height) { return std::to_string(width) + "x" + std::to_string(height); }

void ExpectFile(const fs::path& file, const char* what) {
  std::error_code error;
  if (fs::exists(file, error)) return;
  throw Error(file.string() + ": missing, expected a " + what + " image for every frame");
}

template <typename T>
void ExpectSize(const Image<T>& image, const Camera& camera, const fs::path& file) {
  if (image.width() == camera.width && image.height() == camera.height) return;
  throw Error(file.string() + ": found " + Size(image.width(), image.height()) + " pixels, expected " +
              Size(camera.width, camera.height) + " as the data set's camera has");
}

}  // namespace

FrameImages::FrameImages(Camera stored, double depth_scale, const DatasetConfig& config,
                         std::optional<ColorCamera> color)
    : stored_(Overridden(stored, config)),
      color_(std::move(color)),
      working_(AtWorkingSize(stored_, config.width, config.height)),
      depth_scale_(static_cast<float>(config.depth_scale > 0.0 ? config.depth_scale : depth_scale)),
      max_depth_m_(static_cast<float>(config.max_depth_m)) {}

void FrameImages::Read(const FrameFiles& files, Frame& frame) const {
  ExpectFile(files.color, "colour");
  ExpectFile(files.depth, "depth");
  Image<uint8_t> color = ReadColorImage(files.color).pixels;
  ExpectSize(color, color_ ? color_->camera : stored_, files.color);
  const Image<uint16_t> stored_depth = ReadGray16Png(files.depth);
  ExpectSize(stored_depth, stored_, files.depth);
  const Image<float> depth_m = DepthInMetres(stored_depth, depth_scale_, max_depth_m_);
  if (std::ranges::max(depth_m.values()) == 0.0f) WarnOfScale(stored_depth, files.depth);
  if (color_) color = RegisterColor(color, *color_, depth_m, stored_);
  frame.camera = working_;
  frame.color = ResizeColor(color, working_.width, working_.height);
  frame.depth_units_per_m = depth_scale_;
  frame.depth_m = ResizeDepth(depth_m, working_.width, working_.height);
}

void FrameImages::WarnOfScale(const Image<uint16_t>& stored, const fs::path& file) const {
  uint16_t smallest = kSaturated;
  for (const uint16_t value : stored.values()) {
    if (value > 0) smallest = std::min(smallest, value);
  }
  if (smallest == kSaturated) return;  // nothing was measured
  std::call_once(scale_said_, [&] {
    spdlog::warn(
        "{}: no pixel has depth within dataset.max_depth_m, {:g} m: the smallest stored is {} = {:g} m at "
        "{:g} units a metre; check dataset.depth_scale (\"scale\" in cam_params.json)",
        file.string(), max_depth_m_, smallest, static_cast<float>(smallest) / depth_scale_, depth_scale_);
  });
}

Image<float> DepthInMetres(const Image<uint16_t>& stored, float depth_scale, float max_depth_m) {
  Image<float> depth_m(1, stored.height(), stored.width());
  std::transform(stored.values().begin(), stored.values().end(), depth_m.values().begin(),
                 [=](uint16_t value) {
                   const float metres = static_cast<float>(value) / depth_scale;
                   return value != kSaturated && metres <= max_depth_m ? metres : 0.0f;
                 });
  return depth_m;
}

}  // namespace isogs
