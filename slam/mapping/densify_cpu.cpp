// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/densify_cpu.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/mapping/depth_normal.h"

namespace isogs {
namespace {

constexpr int kTile = 16;  // pixels of the grid, a power of 2
constexpr int64_t kGaussianGrain = 1024;
constexpr double kMinForeshortening = 0.4;  // bounds the length of discs on steep surfaces

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

/// The bits of even places, packed.
int EvenBits(unsigned code) {
  int result = 0;
  for (int bit = 0; code >> (2 * bit) != 0; ++bit) result |= static_cast<int>(code >> (2 * bit) & 1) << bit;
  return result;
}

/// Calls `visit(pixel)` for those of the grid x, y = stride / 2, stride / 2 + stride, ... in row `band` of
/// tiles of kTile x kTile: tile by tile, along a Z-order curve in each.
template <typename Visit>
void ForPixelsOfBand(const FrameView& frame, int stride, int64_t band, const Visit& visit) {
  for (int tile = 0; tile * kTile * stride < frame.width; ++tile) {
    for (unsigned code = 0; code < kTile * kTile; ++code) {
      const int64_t x = stride / 2 + int64_t{stride} * (tile * kTile + EvenBits(code));
      const int64_t y = stride / 2 + stride * (band * kTile + EvenBits(code >> 1));
      if (x < frame.width && y < frame.height) visit(y * frame.width + x);
    }
  }
}

/// Pixels on the stride's grid that lack a Gaussian. Neighbours in the image stand together: what is worked
/// on in groups profits.
std::vector<int32_t> FindGaps(const GapTest& is_gap, const FrameView& frame, int stride) {
  std::vector<std::vector<int32_t>> bands(
      static_cast<size_t>(PieceCount(frame.height, int64_t{kTile} * stride)));
  ParallelFor(static_cast<int64_t>(bands.size()), 1, [&](int64_t band, int64_t) {
    ForPixelsOfBand(frame, stride, band, [&](int64_t pixel) {
      if (is_gap(static_cast<size_t>(pixel)))
        bands[static_cast<size_t>(band)].push_back(static_cast<int32_t>(pixel));
    });
  });
  std::vector<int32_t> gaps;
  for (const std::vector<int32_t>& band : bands) gaps.insert(gaps.end(), band.begin(), band.end());
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

/// A disc on the measured surface.
struct Disc {
  Eigen::Quaterniond map_from_disc;  // its third axis is the surface's normal
  Eigen::Vector3d sigma_m;
};

/// A disc that looks as wide as `sigma_m` in both directions from the camera, however the surface is tilted.
/// Where the normal is not known it faces the camera. A ball for `thickness` 1.
Disc MakeDisc(const FrameView& frame, const Camera& camera, int x, int y, double sigma_m, double thickness,
              const Eigen::Quaterniond& map_from_camera) {
  if (thickness >= 1.0) return {Eigen::Quaterniond::Identity(), Eigen::Vector3d::Constant(sigma_m)};
  const Eigen::Vector3d towards_camera =
      -Eigen::Vector3d((x - camera.cx) / camera.fx, (y - camera.cy) / camera.fy, 1.0).normalized();
  const Eigen::Vector3d normal = NormalAt(frame, camera, x, y).value_or(towards_camera);
  const double cosine = normal.dot(towards_camera);
  Eigen::Vector3d across = normal.cross(towards_camera);  // seen at its full length
  if (across.norm() < 1e-3) across = normal.cross(Eigen::Vector3d::UnitY());
  Eigen::Matrix3d axes;
  axes.col(0) = across.normalized();
  axes.col(1) = normal.cross(axes.col(0));  // along the slope: foreshortened
  axes.col(2) = normal;
  return {map_from_camera * Eigen::Quaterniond(axes),
          {sigma_m, sigma_m / std::max(cosine, kMinForeshortening), sigma_m * thickness}};
}

/// One Gaussian a pixel: as wide as the grid seen from the camera, of the pixel's colour.
GaussianCloud Unproject(const std::vector<int32_t>& pixels, const FrameView& frame, const Camera& camera,
                        const Pose& map_from_camera, int64_t timestep, const DensifyConfig& config) {
  GaussianCloud cloud;
  cloud.Resize(pixels.size());
  const size_t plane_size = static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
  const double sigma_over_depth =
      config.initial_scale_px * config.pixel_stride / (0.5 * (camera.fx + camera.fy));
  const Eigen::Quaterniond rotation(map_from_camera.linear());
  const auto logit = static_cast<float>(std::log(config.initial_opacity / (1.0 - config.initial_opacity)));
  ParallelFor(static_cast<int64_t>(pixels.size()), kGaussianGrain, [&](int64_t begin, int64_t end) {
    for (auto i = static_cast<size_t>(begin); i < static_cast<size_t>(end); ++i) {
      const auto pixel = static_cast<size_t>(pixels[i]);
      const double x = pixels[i] % frame.width;
      const double y = pixels[i] / frame.width;
      const double z = frame.depth_m[pixel];
      const Eigen::Vector3d in_camera((x - camera.cx) / camera.fx * z, (y - camera.cy) / camera.fy * z, z);
      const Eigen::Vector3d in_map = map_from_camera * in_camera;
      const Disc disc = MakeDisc(frame, camera, pixels[i] % frame.width, pixels[i] / frame.width,
                                 z * sigma_over_depth, config.initial_thickness, rotation);
      for (size_t k = 0; k < 3; ++k) {
        cloud.means[3 * i + k] = static_cast<float>(in_map[static_cast<Eigen::Index>(k)]);
        cloud.colors[3 * i + k] = frame.color[k * plane_size + pixel];
        cloud.log_scales[3 * i + k] =
            static_cast<float>(std::log(disc.sigma_m[static_cast<Eigen::Index>(k)]));
      }
      const Eigen::Quaterniond& q = disc.map_from_disc;
      const double wxyz[] = {q.w(), q.x(), q.y(), q.z()};
      for (size_t k = 0; k < 4; ++k) cloud.rotations[4 * i + k] = static_cast<float>(wxyz[k]);
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
