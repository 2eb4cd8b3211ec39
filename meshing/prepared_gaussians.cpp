// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "meshing/prepared_gaussians.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace isogs {
namespace {

constexpr float kMinQuaternion = 1e-12f;
/// Boxes are a little larger than what they hold, so that rounding leaves nothing outside of them.
constexpr double kBoxSlack = 1.001;

bool AllFinite(const float* values, size_t count) {
  return std::all_of(values, values + count, [](float v) { return std::isfinite(v); });
}

float Sigmoid(float logit) { return 1.0f / (1.0f + std::exp(-logit)); }

/// Samples within `reach` voxels of the mean on each axis, within the crop. Size 0 where there are none.
void SetBox(const float* mean_m, const std::array<double, 3>& reach, const MeshOptions& options,
            PreparedGaussian* out) {
  const LatticeBox crop = CropBox(options);
  for (size_t k = 0; k < 3; ++k) {
    const double mean = mean_m[k] / options.voxel_size_m;
    const double low = std::max(std::ceil(mean - reach[k]), static_cast<double>(crop.low[k]));
    const double high = std::min(std::floor(mean + reach[k]), static_cast<double>(crop.high[k]));
    const bool reaches = low <= high;
    out->low[k] = reaches ? static_cast<int32_t>(low) : 0;
    out->size[k] = reaches ? static_cast<int32_t>(high - low) + 1 : 0;
    out->offset[k] = reaches ? static_cast<float>(low - mean) : 0.0f;
  }
}

void SetAppearance(const GaussianCloud& cloud, size_t i, PreparedGaussian* out) {
  out->opacity = Sigmoid(cloud.logit_opacities[i]);
  for (size_t k = 0; k < 3; ++k) {
    out->color[k] =
        static_cast<uint8_t>(std::lround(255.0f * std::clamp(cloud.colors[3 * i + k], 0.0f, 1.0f)));
  }
}

float LargestScale(const GaussianCloud& cloud, size_t i, const MeshOptions& options) {
  const float* log_scales = &cloud.log_scales[3 * i];
  const float largest = std::exp(std::max({log_scales[0], log_scales[1], log_scales[2]}));
  return std::max(largest, static_cast<float>(options.MinScale()));
}

/// Sigma of the kernel around a point [m].
double KernelOf(const GaussianSource& source, size_t i, const MeshOptions& options) {
  if (options.kernel_m) return *options.kernel_m;
  const double spacing = source.spacings.empty() ? 0.0 : source.spacings[i];
  return std::max(options.kernel_voxels * options.voxel_size_m, options.kernel_spacings * spacing);
}

/// Distance from the mean beyond which a Gaussian has no part in the field, at least [voxels].
double Radius(const GaussianSource& source, size_t i, const MeshOptions& options) {
  const double radius_m = options.surface == Surface::kDensity
                              ? kReachSigmas * LargestScale(*source.cloud, i, options)
                              : kKernelRadiusSigmas * KernelOf(source, i, options);
  return kBoxSlack * radius_m / options.voxel_size_m;
}

}  // namespace

bool IsUsable(const GaussianCloud& cloud, size_t i) {
  const float* q = &cloud.rotations[4 * i];
  return AllFinite(&cloud.means[3 * i], 3) && AllFinite(&cloud.colors[3 * i], 3) && AllFinite(q, 4) &&
         AllFinite(&cloud.log_scales[3 * i], 3) && std::isfinite(cloud.logit_opacities[i]) &&
         q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3] > kMinQuaternion;
}

LatticeBox CropBox(const MeshOptions& options) {
  LatticeBox box{{-kLatticeLimit, -kLatticeLimit, -kLatticeLimit},
                 {kLatticeLimit, kLatticeLimit, kLatticeLimit}};
  if (!options.crop) return box;
  for (size_t k = 0; k < 3; ++k) {
    const double limit = kLatticeLimit;
    box.low[k] = static_cast<int32_t>(
        std::clamp(std::ceil(options.crop->low_m[k] / options.voxel_size_m), -limit, limit));
    box.high[k] = static_cast<int32_t>(
        std::clamp(std::floor(options.crop->high_m[k] / options.voxel_size_m), -limit, limit));
  }
  return box;
}

LatticeBox Reach(const GaussianSource& source, size_t i, const MeshOptions& options) {
  if (!IsUsable(*source.cloud, i)) return {{1, 1, 1}, {0, 0, 0}};
  const double radius = Radius(source, i, options);
  PreparedGaussian box;
  SetBox(source.Point(i), {radius, radius, radius}, options, &box);
  LatticeBox reach;
  for (size_t k = 0; k < 3; ++k) {
    reach.low[k] = box.low[k];
    reach.high[k] = box.low[k] + box.size[k] - 1;
  }
  return reach;
}

DensityGaussian PrepareDensity(const GaussianSource& source, size_t i, const MeshOptions& options) {
  const GaussianCloud& cloud = *source.cloud;
  const float* q = &cloud.rotations[4 * i];
  const Eigen::Matrix3f rotation = Eigen::Quaternionf(q[0], q[1], q[2], q[3]).normalized().toRotationMatrix();
  const auto min_scale = static_cast<float>(options.MinScale());
  const auto per_voxel = static_cast<float>(1.0 / options.voxel_size_m);
  Eigen::Vector3f variance;
  for (int k = 0; k < 3; ++k) {
    const float scale = std::max(std::exp(cloud.log_scales[3 * i + static_cast<size_t>(k)]), min_scale);
    variance[k] = scale * scale * per_voxel * per_voxel;
  }
  const Eigen::Vector3f inverse = (kDensityReach / (kReachSigmas * kReachSigmas)) * variance.cwiseInverse();
  const Eigen::Matrix3f a = rotation * inverse.asDiagonal() * rotation.transpose();
  const Eigen::Vector3f spread = (rotation.cwiseAbs2() * variance).cwiseSqrt();
  DensityGaussian out;
  out.a = {a(0, 0), a(0, 1), a(0, 2), a(1, 1), a(1, 2), a(2, 2)};
  SetBox(&cloud.means[3 * i],
         {kBoxSlack * kReachSigmas * spread[0], kBoxSlack * kReachSigmas * spread[1],
          kBoxSlack * kReachSigmas * spread[2]},
         options, &out);
  SetAppearance(cloud, i, &out);
  return out;
}

OrientedGaussian PrepareOriented(const GaussianSource& source, size_t i, const MeshOptions& options) {
  const GaussianCloud& cloud = *source.cloud;
  OrientedGaussian out;
  const double reach = Radius(source, i, options);
  SetBox(source.Point(i), {reach, reach, reach}, options, &out);
  const double radius_m = kKernelRadiusSigmas * KernelOf(source, i, options);
  out.inverse_squared_radius =
      static_cast<float>(options.voxel_size_m * options.voxel_size_m / (radius_m * radius_m));
  out.normal = UnpackNormal(source.normals[i]);
  SetAppearance(cloud, i, &out);
  if (source.spacings.empty()) return out;
  // The kernel's integral over a plane is pi R^2 / 4: points that cover the plane evenly sum up to about 1.
  const double spacing = source.spacings[i];
  out.opacity *= static_cast<float>(4.0 * spacing * spacing / (std::numbers::pi * radius_m * radius_m));
  return out;
}

uint32_t PackNormal(const std::array<float, 3>& normal) {
  // Octahedral map (Meyer et al. 2010): |x| + |y| + |z| = 1, the lower half folded outwards.
  const float sum = std::abs(normal[0]) + std::abs(normal[1]) + std::abs(normal[2]);
  float u = normal[0] / sum, v = normal[1] / sum;
  if (normal[2] < 0.0f) {
    const float folded = (1.0f - std::abs(v)) * (u < 0.0f ? -1.0f : 1.0f);
    v = (1.0f - std::abs(u)) * (v < 0.0f ? -1.0f : 1.0f);
    u = folded;
  }
  const auto bits = [](float x) { return static_cast<uint32_t>(std::lround((x * 0.5f + 0.5f) * 65535.0f)); };
  return bits(u) | bits(v) << 16;
}

std::array<float, 3> UnpackNormal(uint32_t packed) {
  const float u = static_cast<float>(packed & 0xffff) * (2.0f / 65535.0f) - 1.0f;
  const float v = static_cast<float>(packed >> 16) * (2.0f / 65535.0f) - 1.0f;
  Eigen::Vector3f n(u, v, 1.0f - std::abs(u) - std::abs(v));
  if (n.z() < 0.0f) {
    n.x() = (1.0f - std::abs(v)) * (u < 0.0f ? -1.0f : 1.0f);
    n.y() = (1.0f - std::abs(u)) * (v < 0.0f ? -1.0f : 1.0f);
  }
  n.normalize();
  return {n.x(), n.y(), n.z()};
}

}  // namespace isogs
