// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/tracking/exposure_matcher.h"

namespace isogs {
namespace {

constexpr int kBlock = 16;      // side [px]
constexpr int kMinPixels = 64;  // compared in a block that counts
constexpr size_t kMinBlocks = 12;
constexpr float kSaturated = 0.97f;  // greys above say nothing of the exposure
constexpr int kReweightings = 8;
constexpr float kMinSigma = 0.004f;  // about one step of 8 bits
constexpr float kMaxGain = 2.0f;
constexpr int64_t kFloatsAPiece = 1 << 15;

/// Mean greys of one block in both images.
struct BlockGreys {
  float view = 0.0f;
  float frame = 0.0f;
};

float Grey(const float* color, size_t plane_size, size_t i) {
  return (color[i] + color[plane_size + i] + color[2 * plane_size + i]) / 3.0f;
}

/// Pixels = 0 unless enough of the block can be compared.
int CompareBlock(const float* planes, const FrameView& frame, float min_silhouette, int x0, int y0,
                 BlockGreys& greys) {
  const size_t size = static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
  int pixels = 0;
  for (int y = y0; y < std::min(y0 + kBlock, frame.height); ++y) {
    for (int x = x0; x < std::min(x0 + kBlock, frame.width); ++x) {
      const size_t i = static_cast<size_t>(y) * static_cast<size_t>(frame.width) + static_cast<size_t>(x);
      const float silhouette = planes[plane::kSilhouette * size + i];
      const float grey = Grey(frame.color, size, i);
      if (!(silhouette > min_silhouette) || !(grey < kSaturated)) continue;
      greys.view += Grey(planes, size, i) / silhouette;
      greys.frame += grey;
      ++pixels;
    }
  }
  if (pixels < kMinPixels) return 0;
  greys.view /= static_cast<float>(pixels);
  greys.frame /= static_cast<float>(pixels);
  return pixels;
}

/// view = gain * frame + bias by iteratively reweighted least squares (Cauchy weights, scale from the median
/// residual).
Exposure FitLine(const std::vector<BlockGreys>& blocks) {
  Exposure line;
  std::vector<float> residuals(blocks.size());
  for (int iteration = 0; iteration < kReweightings; ++iteration) {
    for (size_t i = 0; i < blocks.size(); ++i) {
      residuals[i] = std::abs(line.gain * blocks[i].frame + line.bias - blocks[i].view);
    }
    std::vector<float> sorted = residuals;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const float sigma = std::max(kMinSigma, 1.4826f * *middle);
    double w = 0, x = 0, y = 0, xx = 0, xy = 0;
    for (size_t i = 0; i < blocks.size(); ++i) {
      const double weight = 1.0 / (1.0 + std::pow(residuals[i] / sigma, 2));
      const double a = blocks[i].frame, b = blocks[i].view;
      w += weight, x += weight * a, y += weight * b, xx += weight * a * a, xy += weight * a * b;
    }
    const double variance = xx / w - (x / w) * (x / w);
    // A picture of one grey tells no gain; the small constant draws it to 1 there.
    constexpr double kPrior = 1e-4;
    const double gain = (xy / w - (x / w) * (y / w) + kPrior) / (variance + kPrior);
    line.gain = static_cast<float>(std::clamp(gain, 1.0 / kMaxGain, 1.0 * kMaxGain));
    line.bias = static_cast<float>(y / w - line.gain * x / w);
  }
  return line;
}

class ExposureMatcherCpu : public ExposureMatcher {
 public:
  Exposure Estimate(const float* planes, const FrameView& frame, float min_silhouette) override {
    const int columns = (frame.width + kBlock - 1) / kBlock, rows = (frame.height + kBlock - 1) / kBlock;
    std::vector<BlockGreys> all(static_cast<size_t>(columns * rows));
    std::vector<int> pixels(all.size());
    ParallelFor(rows, 1, [&](int64_t row, int64_t) {
      for (int column = 0; column < columns; ++column) {
        const auto block = static_cast<size_t>(row * columns + column);
        pixels[block] = CompareBlock(planes, frame, min_silhouette, column * kBlock,
                                     static_cast<int>(row) * kBlock, all[block]);
      }
    });
    std::vector<BlockGreys> compared;
    for (size_t i = 0; i < all.size(); ++i) {
      if (pixels[i] > 0 && std::isfinite(all[i].view) && std::isfinite(all[i].frame))
        compared.push_back(all[i]);
    }
    return compared.size() < kMinBlocks ? Exposure{} : FitLine(compared);
  }

  FrameView Apply(const Exposure& exposure, const FrameView& frame) override {
    const int64_t floats = int64_t{3} * frame.width * frame.height;
    color_.resize(static_cast<size_t>(floats));
    ParallelFor(floats, kFloatsAPiece, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        color_[static_cast<size_t>(i)] = exposure.gain * frame.color[i] + exposure.bias;
      }
    });
    return {frame.width, frame.height, color_.data(), frame.depth_m};
  }

 private:
  std::vector<float> color_;
};

}  // namespace

std::unique_ptr<ExposureMatcher> MakeExposureMatcherCpu() { return std::make_unique<ExposureMatcherCpu>(); }

}  // namespace isogs
