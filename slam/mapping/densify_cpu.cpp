// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/densify_cpu.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "shared/core/parallel.h"

namespace isogs {
namespace {

constexpr int64_t kRowGrain = 16;
constexpr int64_t kGaussianGrain = 4096;

/// The value at `rank` (from 0) of the sorted `values`, which are not negative.
float NthSmallest(const std::vector<float>& values, size_t rank) {
  // Floats from 0 on sort as their bits do: count them by exponent and 5 bits of mantissa, then sort one bin.
  constexpr int kDroppedBits = 18;
  std::array<uint32_t, (1u << (31 - kDroppedBits))> counts{};
  const auto bin_of = [](float value) { return std::bit_cast<uint32_t>(value) >> kDroppedBits; };
  for (const float value : values) ++counts[bin_of(value)];
  uint32_t bin = 0;
  while (rank >= counts[bin]) rank -= counts[bin++];
  std::vector<float> candidates;
  candidates.reserve(counts[bin]);
  for (const float value : values) {
    if (bin_of(value) == bin) candidates.push_back(value);
  }
  const auto nth = candidates.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(candidates.begin(), nth, candidates.end());
  return *nth;
}

/// Lower median of |rendered - measured| over all pixels, invalid ones counting as 0. Where most are invalid
/// it would be 0 and every depth in front would pass for new: then it is taken over the valid ones.
float MedianDepthError(const float* rendered_m, const float* measured_m, size_t pixels) {
  std::vector<float> errors(pixels);
  size_t valid = 0;
  for (size_t i = 0; i < pixels; ++i) {  // without a branch: invalid pixels are scattered in sensor depth
    errors[valid] = std::abs(rendered_m[i] - measured_m[i]);
    valid += measured_m[i] > 0.0f ? 1 : 0;
  }
  if (valid == 0) return 0.0f;
  errors.resize(valid);
  const size_t invalid = pixels - valid;
  const size_t rank = (pixels - 1) / 2;
  return NthSmallest(errors, rank >= invalid ? rank - invalid : (valid - 1) / 2);
}

/// Says which pixels lack a Gaussian.
class GapTest {
 public:
  GapTest(const float* planes, const FrameView& frame, const DensifyConfig& config)
      : measured_m_(frame.depth_m), max_silhouette_(static_cast<float>(config.max_silhouette)) {
    if (planes == nullptr) return;
    const size_t pixels = static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
    rendered_m_ = planes + plane::kDepth * pixels;
    silhouette_ = planes + plane::kSilhouette * pixels;
    max_error_m_ = static_cast<float>(config.depth_error_over_median) *
                   MedianDepthError(rendered_m_, measured_m_, pixels);
  }

  bool operator()(size_t pixel) const {
    const float measured = measured_m_[pixel];
    if (!(measured > 0.0f)) return false;
    if (silhouette_ == nullptr || silhouette_[pixel] < max_silhouette_) return true;
    return rendered_m_[pixel] - measured > max_error_m_;
  }

 private:
  const float* measured_m_;
  const float* rendered_m_ = nullptr;
  const float* silhouette_ = nullptr;  // null: nothing is rendered yet
  float max_silhouette_;
  float max_error_m_ = 0.0f;
};

/// Pixels on the grid x, y = stride / 2, stride / 2 + stride, ... that lack a Gaussian, row by row.
std::vector<int32_t> FindGaps(const GapTest& is_gap, const FrameView& frame, int stride) {
  std::vector<std::vector<int32_t>> pieces(static_cast<size_t>(PieceCount(frame.height, kRowGrain)));
  ParallelFor(frame.height, kRowGrain, [&](int64_t begin, int64_t end) {
    std::vector<int32_t>& piece = pieces[static_cast<size_t>(begin / kRowGrain)];
    for (int64_t y = begin; y < end; ++y) {
      if (y % stride != stride / 2) continue;
      for (int x = stride / 2; x < frame.width; x += stride) {
        const int64_t pixel = y * frame.width + x;
        if (is_gap(static_cast<size_t>(pixel))) piece.push_back(static_cast<int32_t>(pixel));
      }
    }
  });
  std::vector<int32_t> gaps;
  for (const std::vector<int32_t>& piece : pieces) gaps.insert(gaps.end(), piece.begin(), piece.end());
  return gaps;
}

/// Keeps at most `max_count`, spread evenly over the image.
void Thin(std::vector<int32_t>& gaps, int64_t max_count) {
  const auto count = static_cast<int64_t>(gaps.size());
  const int64_t kept = std::clamp<int64_t>(max_count, 0, count);
  for (int64_t i = 0; i < kept; ++i) {
    gaps[static_cast<size_t>(i)] = gaps[static_cast<size_t>(i * count / kept)];
  }
  gaps.resize(static_cast<size_t>(kept));
}

/// One Gaussian a pixel: round, as wide as the grid seen from the camera, of the pixel's colour.
GaussianCloud Unproject(const std::vector<int32_t>& pixels, const FrameView& frame, const Camera& camera,
                        const Pose& map_from_camera, int64_t timestep, const DensifyConfig& config) {
  GaussianCloud cloud;
  cloud.Resize(pixels.size());
  const size_t plane_size = static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
  const double sigma_over_depth =
      config.initial_scale_px * config.pixel_stride / (0.5 * (camera.fx + camera.fy));
  const auto logit = static_cast<float>(std::log(config.initial_opacity / (1.0 - config.initial_opacity)));
  ParallelFor(static_cast<int64_t>(pixels.size()), kGaussianGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const auto pixel = static_cast<size_t>(pixels[i]);
      const double x = pixels[i] % frame.width;
      const double y = pixels[i] / frame.width;
      const double z = frame.depth_m[pixel];
      const Eigen::Vector3d in_camera((x - camera.cx) / camera.fx * z, (y - camera.cy) / camera.fy * z, z);
      const Eigen::Vector3d in_map = map_from_camera * in_camera;
      const auto log_scale = static_cast<float>(std::log(z * sigma_over_depth));
      for (size_t k = 0; k < 3; ++k) {
        cloud.means[3 * i + k] = static_cast<float>(in_map[static_cast<Eigen::Index>(k)]);
        cloud.colors[3 * i + k] = frame.color[k * plane_size + pixel];
        cloud.log_scales[3 * i + k] = log_scale;
      }
      cloud.rotations[4 * i] = 1.0f;
      cloud.logit_opacities[i] = logit;
      cloud.timesteps[i] = static_cast<float>(timestep);
    }
  });
  return cloud;
}

class DensifierCpu : public Densifier {
 public:
  GaussianCloud NewGaussians(const float* planes, const FrameView& frame, const Camera& camera,
                             const Pose& camera_from_map, int64_t timestep, const DensifyConfig& config,
                             int64_t max_count) override {
    const GapTest is_gap(planes, frame, config);
    std::vector<int32_t> gaps = FindGaps(is_gap, frame, config.pixel_stride);
    Thin(gaps, max_count);
    return Unproject(gaps, frame, camera, camera_from_map.inverse(), timestep, config);
  }
};

}  // namespace

std::unique_ptr<Densifier> MakeDensifierCpu() { return std::make_unique<DensifierCpu>(); }

}  // namespace isogs
