// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/voxels/volume_maker.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "exports/voxels/point_cloud.h"
#include "exports/voxels/voxel_values.h"
#include "meshing/blocks/field_samples.h"
#include "meshing/gaussians/surface_points.h"
#include "meshing/map_input.h"
#include "shared/core/error.h"
#include "shared/core/text.h"

namespace isogs {
namespace {

constexpr size_t kColorChannels = 4;
constexpr float kCertainLogit = 100.0f;  // of opacity 1, exactly
constexpr int64_t kSurfaceBytes = 2LL << 30;

/// Adds the time that it lives to a sum.
class TimeTo {
 public:
  explicit TimeTo(double* seconds) : seconds_(seconds) {}
  ~TimeTo() { *seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }
  TimeTo(const TimeTo&) = delete;
  TimeTo& operator=(const TimeTo&) = delete;

 private:
  double* seconds_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Of the means of usable Gaussians.
MapBounds BoundsOf(const GaussianCloud& cloud, const std::string& name) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  MapBounds bounds{{kInfinity, kInfinity, kInfinity}, {-kInfinity, -kInfinity, -kInfinity}};
  size_t used = 0;
  for (size_t i = 0; i < cloud.size(); ++i) {
    if (!IsUsable(cloud, i)) continue;
    ++used;
    for (size_t k = 0; k < 3; ++k) {
      const double at = cloud.means[3 * i + k];
      bounds.low_m[k] = std::min(bounds.low_m[k], at);
      bounds.high_m[k] = std::max(bounds.high_m[k], at);
    }
  }
  if (used == 0) throw Error(name + ": holds no Gaussians");
  if (used < cloud.size()) {
    spdlog::warn("{}: {} of {} Gaussians have numbers that are not finite and were left out", name,
                 cloud.size() - used, cloud.size());
  }
  return bounds;
}

std::vector<float> SampleField(const GaussianSource& source, const PrerenderConfig& options,
                               const MeshOptions& mesh, const LatticeBox& box) {
  const auto threshold = static_cast<float>(options.threshold);
  std::vector<float> values;
  switch (options.field) {
    case VoxelField::kOriented:
      return SampleOriented(source, mesh, box);
    case VoxelField::kOccupancy:
      return SampleInside(source, mesh, box);
    case VoxelField::kColor:
      return SampleColors(source, mesh, box, threshold);
    case VoxelField::kDensity:
      values = SampleDensity(source, mesh, box);
      ZeroBelow(threshold, values);
  }
  return values;
}

/// Points as round Gaussians of opacity 1, of sigma 1 m for now.
GaussianCloud CloudOf(std::vector<float> points) {
  GaussianCloud cloud;
  cloud.Resize(points.size() / 3);
  cloud.means = std::move(points);
  std::ranges::fill(cloud.logit_opacities, kCertainLogit);
  for (size_t i = 0; i < cloud.size(); ++i) cloud.rotations[4 * i] = 1.0f;
  return cloud;
}

/// How many points [N,3] lie in each cell.
std::vector<float> CountPoints(std::span<const float> points, const VolumeGrid& grid) {
  const std::array<size_t, 3> cells = grid.Cells();
  std::vector<float> counts(cells[0] * cells[1] * cells[2]);
  for (size_t i = 0; i < points.size(); i += 3) {
    size_t place = 0;
    bool inside = true;
    for (size_t k = 3; k-- > 0;) {
      const double cell = std::floor(points[i + k] / grid.spacing_m + 0.5) - grid.box.low[k];
      inside = inside && cell >= 0.0 && cell < static_cast<double>(cells[k]);
      if (inside) place = place * cells[k] + static_cast<size_t>(cell);
    }
    if (inside) counts[place] += 1.0f;
  }
  return counts;
}

}  // namespace

VolumeShape ShapeOf(const PrerenderConfig& options) {
  const std::array<size_t, 3> cells = CellsOf(options);
  return {options.field == VoxelField::kColor ? kColorChannels : 0, cells[2], cells[1], cells[0]};
}

VolumeMaker::VolumeMaker(const PrerenderConfig& options, bool of_maps) : options_(options) {
  const auto fill = ParseReal<float>(options.fill);
  if (!fill || std::isinf(*fill))
    throw UsageError("--fill: found " + Quoted(options.fill) + ", expected nan or a number");
  fill_ = *fill;
  if (of_maps || options.field == VoxelField::kDensity || options.field == VoxelField::kOccupancy) return;
  throw UsageError("--field: points have neither colours nor normals, expected density or occupancy");
}

Volume VolumeMaker::Make(const Sample& sample, const std::string& name) {
  Volume volume = sample.is_map() ? OfMap(sample, name) : OfPoints(sample, name);
  const TimeTo time(&times_.field);
  FillUnobserved(fill_, volume.values);
  RoundTo(options_.precision, volume.values);
  Sparsity sparsity;
  Count(volume.values, &sparsity);
  if (sparsity.zero + sparsity.unobserved == sparsity.values)
    spdlog::warn("{}: nothing of it lies in its volume", name);
  return volume;
}

Volume VolumeMaker::OfMap(const Sample& sample, const std::string& name) {
  std::optional<MapInput> input;
  {
    const TimeTo time(&times_.read);
    input = ReadMapInput(sample.file);
  }
  Volume volume{PlaceVolume(options_, BoundsOf(input->cloud, name), name), {}};
  MeshOptions mesh;
  mesh.voxel_size_m = volume.grid.spacing_m;
  mesh.surface = options_.field == VoxelField::kOriented ? Surface::kOriented : Surface::kDensity;
  mesh.iso_level = options_.iso_level;
  GaussianSource source{&input->cloud, {}, {}};
  SurfacePoints surface;
  if (mesh.surface == Surface::kOriented) {
    const TimeTo time(&times_.surface);
    if (!input->cameras.known())
      spdlog::warn("{}: tells no cameras; normals are turned towards the middle of the map", name);
    surface = FindSurfacePoints(input->cloud, input->cameras, kSurfaceBytes);
    source.normals = surface.normals;
    source.spacings = surface.spacings;
  }
  const TimeTo time(&times_.field);
  volume.values = SampleField(source, options_, mesh, volume.grid.box);
  return volume;
}

Volume VolumeMaker::OfPoints(const Sample& sample, const std::string& name) {
  std::vector<float> points;
  {
    const TimeTo time(&times_.read);
    points = ReadCloud(sample.file, options_.points_dataset, sample.cloud);
  }
  GaussianCloud cloud = CloudOf(std::move(points));
  Volume volume{PlaceVolume(options_, BoundsOf(cloud, name), name), {}};
  const TimeTo time(&times_.field);
  if (options_.method == PointsMethod::kCount) {
    volume.values = CountPoints(cloud.means, volume.grid);
    if (options_.field == VoxelField::kOccupancy) {
      for (float& value : volume.values) value = value >= options_.iso_level ? 1.0f : 0.0f;
    } else {
      ZeroBelow(static_cast<float>(options_.threshold), volume.values);
    }
    return volume;
  }
  MeshOptions mesh;
  mesh.voxel_size_m = volume.grid.spacing_m;
  mesh.surface = Surface::kDensity;
  mesh.iso_level = options_.iso_level;
  mesh.min_scale_m = 0.0;  // sigma as asked for
  const double sigma_m = options_.sigma > 0.0 ? options_.sigma : volume.grid.spacing_m;
  std::ranges::fill(cloud.log_scales, static_cast<float>(std::log(sigma_m)));
  volume.values = SampleField({&cloud, {}, {}}, options_, mesh, volume.grid.box);
  return volume;
}

}  // namespace isogs
