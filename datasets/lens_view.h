// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "datasets/lens.h"
#include "datasets/undistortion.h"

namespace isogs {

/// One pinhole's view of images that were taken through one or several lenses. Thread-safe.
class LensView {
 public:
  /// Of depth's pixels.
  explicit LensView(std::vector<LensCamera> lenses);

  const Camera& camera() const { return camera_; }
  /// Are images not taken as they are stored? They are where all lenses are one pinhole, up to a quarter of a
  /// pixel.
  bool resamples() const { return resamples_; }
  /// Makes images of lens number `lens` the view's. Colours may have more pixels than depth, of the same
  /// view.
  void Apply(size_t lens, Image<uint8_t>* color, Image<float>* depth_m) const;

 private:
  Undistortion OfDepth(size_t lens) const { return {lenses_.at(lens), camera_}; }
  Undistortion OfColor(size_t lens, int width, int height) const;

  std::vector<LensCamera> lenses_;
  Camera camera_;
  bool resamples_ = false;
  // Of a single lens; made for the first frame, whose images have the size that they should.
  mutable std::once_flag made_;
  mutable std::optional<Undistortion> of_depth_, of_color_;
};

}  // namespace isogs
