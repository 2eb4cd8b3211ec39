// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "datasets/color_registration.h"
#include "datasets/frame_files.h"
#include "datasets/lens_view.h"
#include "datasets/stored_shapes.h"
#include "datasets/undistortion.h"
#include "shared/config/dataset_config.h"
#include "shared/image/image_io.h"
#include "shared/types/frame.h"

namespace isogs {

/// What a layout knows of its images; the configuration may override it.
struct StoredImages {
  /// Of one size; FrameFiles::lens is a frame's own. Depth gives the pixels: where it has fewer than colour
  /// and shows the same view, the cameras may be those of either, and colours are averaged.
  std::vector<LensCamera> lenses = {};
  double depth_scale = 0.0;      // units a metre
  std::string scale_place = "";  // where that stands, for messages; empty: the configuration, or fixed
  /// Where the colour camera is, if it is not the depth camera's pixels that the colours belong to.
  std::optional<ColorCamera> color = std::nullopt;
  Distortion color_distortion = {};  // of that camera
  /// Why images have the expected size, for messages that say what was expected.
  std::string size_note = " as the data set's camera has";
};

/// Depth as it is stored: whole units, or floats.
using StoredDepth = std::variant<Image<uint16_t>, Image<float>>;

/// The images of a frame wherever they are stored, and what messages call them.
struct FrameSource {
  std::string color_name, depth_name;
  std::function<ColorImage(const ShapeCheck& check)> color;
  std::function<StoredDepth(const ShapeCheck& check)> depth;
  std::filesystem::path confidence = {};
  size_t lens = 0;
};

/// From the stored images of a frame to working size and metres: the same for all layouts. Images with
/// distortion, or of several lenses, come as one pinhole sees them whose pixels all are in all images
/// (CommonView): colour has no way to say that a pixel is unknown.
class FrameImages {
 public:
  FrameImages(StoredImages stored, const DatasetConfig& config, const StoredShapes& shapes);

  const Camera& working_camera() const { return working_; }

  /// Decodes, checks and resizes: fills camera, colour and depth of `frame`.
  void Read(const FrameFiles& files, Frame& frame) const;
  void Read(const FrameSource& source, Frame& frame) const;

 private:
  /// Says, once a data set each, that a frame has depth that is too near, or none but what is too far: its
  /// scale may be wrong.
  template <typename T>
  void NoteLimits(const Image<T>& stored, const Image<float>& depth_m, const std::string& name) const;

  /// Makes the colour camera's pixels about as fine as depth's where they are finer.
  void FindSampling();
  void SayWhatIsDone(const std::string& path) const;
  /// The colours with rows and columns as depth has them.
  Image<uint8_t> ReadColor(const FrameSource& source) const;
  /// Depth [m] as it is stored, without what is not trusted. Fills what `frame` says of all that is stored.
  Image<float> ReadDepth(const FrameSource& source, Frame& frame) const;
  void RemoveUncertain(const std::filesystem::path& confidence, Image<float>* depth_m) const;
  /// What to do about colours with sides that depth's view has not; empty for others.
  std::string AspectNote(const ImageShape& color) const;
  /// Is an image of that shape to be turned upright? Throws Error if it does not fit depth, or no one can
  /// tell.
  bool MustTurn(const ImageShape& shape, const std::string& name) const;

  std::optional<ColorCamera> color_;
  std::optional<Undistortion> color_undistortion_;  // to color_, whose camera is a pinhole
  std::string size_note_;
  LensView view_;           // of the depth images, and of the view of colour where color_ is empty
  ImageShape color_shape_;  // as depth lies
  Camera working_;
  float depth_scale_;        // units a metre
  std::string scale_place_;  // besides the configuration
  float max_depth_m_;
  int min_confidence_;
  mutable std::once_flag near_said_, scale_said_;
};

/// Depth in metres; 0 where nothing was stored (0), the sensor saturated (65535), up to the near plane
/// (near_plane.h), or beyond `max_depth_m`.
Image<float> DepthInMetres(const Image<uint16_t>& stored, float depth_scale, float max_depth_m);
/// The same of floats, which are 0 where they are no numbers.
Image<float> DepthInMetres(const Image<float>& stored, float depth_scale, float max_depth_m);

}  // namespace isogs
