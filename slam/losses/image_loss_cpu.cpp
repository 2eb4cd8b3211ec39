// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/losses/image_loss_cpu.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/losses/mapping_loss_sums.h"
#include "slam/losses/pixel_loss_cpu.h"
#include "slam/losses/ssim_cpu.h"

namespace isogs {
namespace {

constexpr int64_t kPixelGrain = 8192;
// Rows a piece of the mapping loss. SSIM does 12 rows more than its band has, for its window: higher bands
// waste less, lower ones spread better over threads.
constexpr int kBandRows = 120;
static_assert(kBandRows % kSsimRowGroup == 0);

/// What body(begin, end) returns for the pieces of the pixels, in their order.
template <typename Sums, typename Body>
std::vector<Sums> PixelPieces(size_t pixels, const Body& body) {
  const auto count = static_cast<int64_t>(pixels);
  std::vector<Sums> sums(static_cast<size_t>(PieceCount(count, kPixelGrain)));
  ParallelFor(count, kPixelGrain, [&](int64_t begin, int64_t end) {
    sums[static_cast<size_t>(begin / kPixelGrain)] =
        body(static_cast<size_t>(begin), static_cast<size_t>(end));
  });
  return sums;
}

int64_t CountValidPixels(const FrameView& frame, size_t pixels) {
  int64_t valid = 0;
  for (const int64_t piece : PixelPieces<int64_t>(pixels, [&](size_t begin, size_t end) {
         return CountValid(frame.depth_m + begin, end - begin);
       })) {
    valid += piece;
  }
  return valid;
}

/// What one piece of the mapping loss, a band of one plane, adds up.
struct BandSums {
  DepthLossSums depth;
  ColorLossSums color;
  double ssim = 0.0;
};

class ImageLossCpu : public ImageLoss {
 public:
  void Mapping(const float* planes, const FrameView& frame, const MappingLossWeights& weights,
               float* plane_gradients) override;
  MappingLossValue MappingValue() override { return value_; }
  TrackingLossValue Tracking(const float* planes, const FrameView& frame, const TrackingLossWeights& weights,
                             float* plane_gradients) override;
  PoseResiduals Residuals(const float* planes, const FrameView& frame, const ResidualScales& scales) override;

 private:
  MappingLossValue value_;
  oneapi::tbb::enumerable_thread_specific<SsimScratch> ssim_scratch_;
  std::vector<float> residuals_;  // [4,H,W]
};

size_t PixelCount(const FrameView& frame) {
  return static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
}

void ImageLossCpu::Mapping(const float* planes, const FrameView& frame, const MappingLossWeights& weights,
                           float* plane_gradients) {
  const size_t pixels = PixelCount(frame);
  const auto width = static_cast<size_t>(frame.width);
  const int64_t valid = CountValidPixels(frame, pixels);
  const float depth_scale = PerValidPixel(weights.depth, static_cast<double>(valid));
  const float silhouette_scale = PerValidPixel(weights.silhouette, static_cast<double>(valid));
  const ColorScales scales(weights, pixels);

  const int64_t bands = PieceCount(frame.height, kBandRows);
  std::vector<BandSums> sums(static_cast<size_t>(bands * (kColors + 1)));
  // Colours first, since they take longest.
  ParallelFor(bands * (kColors + 1), 1, [&](int64_t piece, int64_t /*end*/) {
    const int channel = static_cast<int>(piece / bands);
    const int row_begin = static_cast<int>(piece % bands) * kBandRows;
    const int row_end = std::min(row_begin + kBandRows, frame.height);
    const size_t begin = static_cast<size_t>(row_begin) * width;
    const size_t count = static_cast<size_t>(row_end - row_begin) * width;
    const size_t offset = static_cast<size_t>(channel) * pixels;
    BandSums& result = sums[static_cast<size_t>(piece)];
    if (channel == plane::kDepth) {
      const size_t silhouette = plane::kSilhouette * pixels + begin;
      result.depth =
          DepthLoss({planes + offset + begin, planes + silhouette}, frame.depth_m + begin, count, depth_scale,
                    silhouette_scale, {plane_gradients + offset + begin, plane_gradients + silhouette});
      return;
    }
    result.color = ColorLoss(planes + offset + begin, frame.color + offset + begin, frame.depth_m + begin,
                             count, scales.l1, plane_gradients + offset + begin);
    result.ssim = AddSsimBand({planes + offset, frame.color + offset, frame.width, frame.height}, row_begin,
                              row_end, scales.ssim, ssim_scratch_.local(), plane_gradients + offset);
  });

  MappingLossSums total;
  total.valid = valid;
  for (const BandSums& band : sums) {
    total.depth_error_m += band.depth.error_m;
    total.silhouette += band.depth.silhouette;
    total.absolute_error += band.color.absolute;
    total.squared_error += band.color.squared_valid;
    total.ssim += band.ssim;
  }
  value_ = MakeMappingLossValue(total, pixels, weights);
}

TrackingLossValue ImageLossCpu::Tracking(const float* planes, const FrameView& frame,
                                         const TrackingLossWeights& weights, float* plane_gradients) {
  const size_t pixels = PixelCount(frame);
  TrackingLossValue value;
  for (const TrackingLossSums& piece : PixelPieces<TrackingLossSums>(pixels, [&](size_t begin, size_t end) {
         return TrackingLoss(planes, frame, pixels, begin, end, weights, plane_gradients);
       })) {
    value.total += weights.depth * piece.depth_m + weights.color * piece.color;
    value.pixels += piece.pixels;
  }
  return value;
}

PoseResiduals ImageLossCpu::Residuals(const float* planes, const FrameView& frame,
                                      const ResidualScales& scales) {
  const size_t pixels = PixelCount(frame);
  residuals_.resize(4 * pixels);
  float* base = residuals_.data();
  const WritableResiduals residuals{base, base + pixels, base + 2 * pixels, base + 3 * pixels};
  ParallelFor(static_cast<int64_t>(pixels), kPixelGrain, [&](int64_t begin, int64_t end) {
    PixelResiduals(planes, frame, pixels, static_cast<size_t>(begin), static_cast<size_t>(end), scales,
                   residuals);
  });
  return {residuals.intensity, residuals.intensity_weight, residuals.depth_m, residuals.depth_weight};
}

}  // namespace

std::unique_ptr<ImageLoss> MakeImageLossCpu() { return std::make_unique<ImageLossCpu>(); }

}  // namespace isogs
