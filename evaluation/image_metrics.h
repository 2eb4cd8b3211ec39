// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "shared/image/image.h"
#include "shared/types/frame.h"

namespace isogs {

/// A rendered view beside a frame, over the frame's pixels with valid depth.
struct ImageScores {
  double psnr_db = 0.0;     // all channels together; at most kMaxPsnrDb
  double ssim = 0.0;        // mean over pixels and channels
  double depth_l1_m = 0.0;  // mean |rendered - measured|

  bool operator==(const ImageScores&) const = default;
};

/// Where images are equal; JSON knows no infinity.
inline constexpr double kMaxPsnrDb = 100.0;

/// `color` [3,H,W] is clamped to 0..1; `depth_m` [1,H,W] as of SeenDepth. Nothing if the
/// frame has no pixel with valid depth.
std::optional<ImageScores> CompareWithFrame(const Image<float>& color, const Image<float>& depth_m,
                                            const Frame& frame);

/// Structural similarity (Wang et al. 2004) as 3DGS and SplaTAM use it: 11x11 Gaussian window of sigma 1.5,
/// zero padding, C1 = 1e-4, C2 = 9e-4, mean over all pixels of all planes. Shapes must agree.
double StructuralSimilarity(const Image<float>& a, const Image<float>& b);

/// Means over frames.
class ImageScoreMean {
 public:
  void Add(const ImageScores& scores);
  int64_t frames() const { return frames_; }
  /// Nothing if no frame was added.
  std::optional<ImageScores> mean() const;

 private:
  ImageScores sum_;
  int64_t frames_ = 0;
};

}  // namespace isogs
