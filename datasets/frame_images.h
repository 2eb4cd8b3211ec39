// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>

#include "datasets/color_registration.h"
#include "datasets/frame_files.h"
#include "datasets/stored_shapes.h"
#include "shared/config/dataset_config.h"
#include "shared/types/frame.h"

namespace isogs {

/// From the stored images of a frame to working size and metres: the same for all layouts.
class FrameImages {
 public:
  /// `stored` and `depth_scale` (units a metre) are the layout's; the configuration may override them. Depth
  /// gives the pixels: where it has fewer than colour and shows the same view, the camera may be that of
  /// either, and colours are averaged. `color` says where the colour camera is, if it is not the depth
  /// camera's pixels that the colours belong to.
  FrameImages(Camera stored, double depth_scale, const DatasetConfig& config, const StoredShapes& shapes,
              std::optional<ColorCamera> color = std::nullopt);

  const Camera& working_camera() const { return working_; }

  /// Decodes, checks and resizes: fills camera, colour and depth of `frame`.
  void Read(const FrameFiles& files, Frame& frame) const;

 private:
  /// Says, once a data set each, that a frame has depth that is too near, or none but what is too far: its
  /// scale may be wrong.
  void NoteLimits(const Image<uint16_t>& stored, const Image<float>& depth_m,
                  const std::filesystem::path& file) const;

  /// The colours with rows and columns as depth has them.
  Image<uint8_t> ReadColor(const std::filesystem::path& file) const;
  /// Is an image of that shape to be turned upright? Throws Error if it does not fit depth, or no one can
  /// tell.
  bool MustTurn(const ImageShape& shape, const std::filesystem::path& file) const;

  Camera stored_;  // of the depth images, and of the view of the colour images where color_ is empty
  std::optional<ColorCamera> color_;
  ImageShape color_shape_;  // as depth lies
  Camera working_;
  float depth_scale_;  // units a metre
  float max_depth_m_;
  mutable std::once_flag near_said_, scale_said_;
};

/// Depth in metres; 0 where nothing was stored (0), the sensor saturated (65535), up to the near plane
/// (near_plane.h), or beyond `max_depth_m`.
Image<float> DepthInMetres(const Image<uint16_t>& stored, float depth_scale, float max_depth_m);

}  // namespace isogs
