// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/densify_cpu.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

#include "shared/core/parallel.h"
#include "slam/mapping/densify_math.h"
#include "slam/mapping/detail_cells.h"
#include "slam/mapping/new_gaussian.h"
#include "slam/mapping/placement.h"
#include "slam/rendering/planes.h"

namespace isogs {
namespace {

constexpr int64_t kGaussianGrain = 1024;

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

/// Median of |rendered - measured|, see MedianRank.
float MedianDepthError(const float* rendered_m, const float* measured_m, size_t pixels) {
  std::vector<float> errors(pixels);
  size_t valid = 0;
  for (size_t i = 0; i < pixels; ++i) {  // without a branch: invalid pixels are scattered in sensor depth
    errors[valid] = std::abs(rendered_m[i] - measured_m[i]);
    valid += IsRenderable(measured_m[i]) ? 1 : 0;
  }
  if (valid == 0) return 0.0f;
  errors.resize(valid);
  return NthSmallest(
      errors, static_cast<size_t>(MedianRank(static_cast<int64_t>(pixels), static_cast<int64_t>(valid))));
}

GapTest MakeGapTest(const float* planes, const FrameView& frame, const DensifyConfig& config,
                    DepthSensor sensor) {
  GapTest test = GapTestOf(frame, config, sensor);
  if (planes == nullptr) return test;
  const size_t pixels = static_cast<size_t>(frame.width) * static_cast<size_t>(frame.height);
  test.rendered_m = planes + plane::kDepth * pixels;
  test.silhouette = planes + plane::kSilhouette * pixels;
  test.max_error_m = static_cast<float>(config.depth_error_over_median) *
                     MedianDepthError(test.rendered_m, test.measured_m, pixels);
  return test;
}

/// Cells that lack a Gaussian, in GridOrder. Neighbours in the image stand together: what is worked on in
/// groups profits.
std::vector<GridCell> FindGaps(const CellDivider& divider) {
  const GridOrder& grid = divider.grid;
  std::vector<std::vector<GridCell>> bands(static_cast<size_t>(grid.TilesDown()));
  ParallelFor(grid.TilesDown(), 1, [&](int64_t band, int64_t) {
    std::array<uint8_t, GridOrder::kTilePlaces> shapes;
    for (int tile = 0; tile < grid.TilesAcross(); ++tile) {
      const int64_t first = (band * grid.TilesAcross() + tile) * GridOrder::kTilePlaces;
      for (int place = 0; place < GridOrder::kTilePlaces; place += divider.max_side * divider.max_side) {
        divider.Divide(tile, static_cast<int>(band), place, shapes.data() + place);
      }
      for (int place = 0; place < GridOrder::kTilePlaces; ++place) {
        const uint8_t shape = shapes[static_cast<size_t>(place)];
        if (shape != 0) bands[static_cast<size_t>(band)].push_back(CellAt(grid, first + place, shape));
      }
    }
  });
  std::vector<GridCell> gaps;
  for (const std::vector<GridCell>& band : bands) gaps.insert(gaps.end(), band.begin(), band.end());
  return gaps;
}

/// Keeps at most `max_count`, spread evenly over the image.
void Thin(std::vector<GridCell>& gaps, int64_t max_count) {
  const auto count = static_cast<int64_t>(gaps.size());
  const int64_t kept = std::clamp<int64_t>(max_count, 0, count);
  for (int64_t i = 0; i < kept; ++i) {
    gaps[static_cast<size_t>(i)] = gaps[static_cast<size_t>(ThinnedIndex(i, count, kept))];
  }
  gaps.resize(static_cast<size_t>(kept));
}

/// Writes one Gaussian a cell, of its colour.
void Write(const std::vector<GridCell>& cells, const FrameView& frame, const Placement& placement,
           const GaussianRows& rows) {
  ParallelFor(rows.count, kGaussianGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      const NewGaussian made = MakeNewGaussian(frame, placement, cells[static_cast<size_t>(i)]);
      std::copy_n(made.mean, 3, rows.means + 3 * i);
      std::copy_n(made.wxyz, 4, rows.rotations + 4 * i);
      std::copy_n(made.log_scales, 3, rows.log_scales + 3 * i);
      std::copy_n(made.color, 3, rows.colors + 3 * i);
    }
  });
}

class DensifierCpu : public Densifier {
 public:
  int64_t Append(const float* planes, const FrameView& frame, const Camera& camera,
                 const Pose& camera_from_map, int64_t timestep, const DensifyConfig& config,
                 DepthSensor sensor, int64_t max_count, GaussianMap* map) override {
    const GapTest is_gap = MakeGapTest(planes, frame, config, sensor);
    std::vector<GridCell> gaps = FindGaps(MakeCellDivider(is_gap, frame, config));
    Thin(gaps, max_count);
    const GaussianRows rows = map->Append(static_cast<int64_t>(gaps.size()));
    Write(gaps, frame, MakePlacement(camera, camera_from_map.inverse(), config, sensor), rows);
    std::fill_n(rows.logit_opacities, rows.count, InitialLogitOpacity(config));
    std::fill_n(rows.timesteps, rows.count, static_cast<float>(timestep));
    return rows.count;
  }
};

}  // namespace

std::unique_ptr<Densifier> MakeDensifierCpu() { return std::make_unique<DensifierCpu>(); }

}  // namespace isogs
