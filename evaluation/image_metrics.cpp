// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "evaluation/image_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "shared/core/error.h"
#include "shared/core/finite.h"
#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr size_t kRadius = 5;
constexpr double kSigma = 1.5;
constexpr double kC1 = 1e-4;
constexpr double kC2 = 9e-4;
constexpr int64_t kRowsAtOnce = 16;

using Window = std::array<double, 2 * kRadius + 1>;

Window MakeWindow() {
  Window window;
  double sum = 0.0;
  for (size_t i = 0; i < window.size(); ++i) {
    const double distance = static_cast<double>(i) - static_cast<double>(kRadius);
    window[i] = std::exp(-0.5 * distance * distance / (kSigma * kSigma));
    sum += window[i];
  }
  for (double& weight : window) weight /= sum;
  return window;
}

/// One row of each weighted moment of two planes: E[a], E[b], E[a^2], E[b^2], E[ab]. Double, because
/// variances are small differences of them.
using Moments = std::array<std::vector<double>, 5>;

/// Sums down the window's columns around row `y`, with kRadius zeros on either side.
void SumColumns(std::span<const float> plane_a, std::span<const float> plane_b, size_t width, size_t y,
                const Window& window, Moments* sums) {
  for (std::vector<double>& row : *sums) row.assign(width + 2 * kRadius, 0.0);
  const size_t height = plane_a.size() / width;
  const size_t first = y < kRadius ? 0 : y - kRadius;
  for (size_t row = first; row < std::min(y + kRadius + 1, height); ++row) {
    const double weight = window[row + kRadius - y];
    const size_t offset = row * width;
    for (size_t x = 0; x < width; ++x) {
      const double a = plane_a[offset + x], b = plane_b[offset + x];
      (*sums)[0][x + kRadius] += weight * a;
      (*sums)[1][x + kRadius] += weight * b;
      (*sums)[2][x + kRadius] += weight * a * a;
      (*sums)[3][x + kRadius] += weight * b * b;
      (*sums)[4][x + kRadius] += weight * a * b;
    }
  }
}

/// Sums along the window's rows what SumColumns left.
void SumRows(const Moments& sums, const Window& window, Moments* moments) {
  for (size_t m = 0; m < sums.size(); ++m) {
    std::vector<double>& out = (*moments)[m];
    out.assign(sums[m].size() - 2 * kRadius, 0.0);
    for (size_t k = 0; k < window.size(); ++k) {
      for (size_t x = 0; x < out.size(); ++x) out[x] += window[k] * sums[m][x + k];
    }
  }
}

/// Sum of the similarities of one row.
double RowSimilarity(const Moments& moments) {
  const auto& [mean_a, mean_b, mean_aa, mean_bb, mean_ab] = moments;
  double total = 0.0;
  for (size_t x = 0; x < mean_a.size(); ++x) {
    const double a = mean_a[x], b = mean_b[x];
    const double variances = mean_aa[x] - a * a + mean_bb[x] - b * b;
    const double covariance = mean_ab[x] - a * b;
    total += (2 * a * b + kC1) * (2 * covariance + kC2) / ((a * a + b * b + kC1) * (variances + kC2));
  }
  return total;
}

template <typename T>
void CheckShape(const Image<T>& image, int channels, int height, int width, const char* what) {
  if (image.channels() == channels && image.height() == height && image.width() == width) return;
  throw Error(std::string(what) + " is " + std::to_string(image.channels()) + "x" +
              std::to_string(image.height()) + "x" + std::to_string(image.width()) + ", expected " +
              std::to_string(channels) + "x" + std::to_string(height) + "x" + std::to_string(width));
}

/// Clamped to 0..1 and black where depth is invalid. A render that is no number shows nothing.
Image<float> MaskedColor(const Image<float>& color, const Image<float>& depth_m) {
  Image<float> masked = color;
  const auto valid = depth_m.plane(0);
  for (int channel = 0; channel < masked.channels(); ++channel) {
    const auto plane = masked.plane(channel);
    for (size_t i = 0; i < plane.size(); ++i)
      plane[i] = valid[i] > 0 ? std::clamp(FiniteOr0(plane[i]), 0.0f, 1.0f) : 0.0f;
  }
  return masked;
}

double SumOfSquares(const Image<float>& a, const Image<float>& b) {
  double sum = 0.0;
  for (size_t i = 0; i < a.values().size(); ++i) {
    const double difference = static_cast<double>(a.values()[i]) - static_cast<double>(b.values()[i]);
    sum += difference * difference;
  }
  return sum;
}

double Psnr(double mean_square) {
  return mean_square > 0 ? std::min(kMaxPsnrDb, -10.0 * std::log10(mean_square)) : kMaxPsnrDb;
}

}  // namespace

std::optional<ImageScores> CompareWithFrame(const Image<float>& color, const Image<float>& depth_m,
                                            const Frame& frame) {
  const int height = frame.depth_m.height(), width = frame.depth_m.width();
  CheckShape(color, 3, height, width, "rendered colour");
  CheckShape(depth_m, 1, height, width, "rendered depth");
  CheckShape(frame.color, 3, height, width, "the frame's colour");
  int64_t valid = 0;
  double depth_error = 0.0;
  for (size_t i = 0; i < frame.depth_m.values().size(); ++i) {
    const float measured = frame.depth_m.values()[i];
    if (!(measured > 0)) continue;
    ++valid;
    const auto rendered = static_cast<double>(FiniteOr0(depth_m.values()[i]));
    depth_error += std::abs(rendered - static_cast<double>(measured));
  }
  if (valid == 0) return std::nullopt;
  const Image<float> rendered = MaskedColor(color, frame.depth_m);
  const Image<float> measured = MaskedColor(frame.color, frame.depth_m);
  const auto count = static_cast<double>(valid);
  return ImageScores{Psnr(SumOfSquares(rendered, measured) / (3.0 * count)),
                     StructuralSimilarity(rendered, measured), depth_error / count};
}

double StructuralSimilarity(const Image<float>& a, const Image<float>& b) {
  CheckShape(a, b.channels(), b.height(), b.width(), "image");
  if (a.empty()) throw Error("image is empty, expected pixels to compare");
  const Window window = MakeWindow();
  const int64_t height = a.height(), rows = height * a.channels();
  std::vector<double> sums(static_cast<size_t>(rows));
  ParallelFor(rows, kRowsAtOnce, [&](int64_t begin, int64_t end) {
    Moments columns, moments;
    for (int64_t row = begin; row < end; ++row) {
      const auto channel = static_cast<int>(row / height);
      const auto y = static_cast<size_t>(row % height);
      SumColumns(a.plane(channel), b.plane(channel), static_cast<size_t>(a.width()), y, window, &columns);
      SumRows(columns, window, &moments);
      sums[static_cast<size_t>(row)] = RowSimilarity(moments);
    }
  });
  double total = 0.0;
  for (const double sum : sums) total += sum;
  return total / static_cast<double>(a.values().size());
}

void ImageScoreMean::Add(const ImageScores& scores) {
  sum_.psnr_db += scores.psnr_db;
  sum_.ssim += scores.ssim;
  sum_.depth_l1_m += scores.depth_l1_m;
  ++frames_;
}

std::optional<ImageScores> ImageScoreMean::mean() const {
  if (frames_ == 0) return std::nullopt;
  const auto count = static_cast<double>(frames_);
  return ImageScores{sum_.psnr_db / count, sum_.ssim / count, sum_.depth_l1_m / count};
}

}  // namespace isogs
