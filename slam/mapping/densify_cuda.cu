// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>

#include "shared/cuda/algorithms.h"
#include "shared/cuda/kernel.h"
#include "slam/mapping/densify_cuda.h"
#include "slam/mapping/densify_math.h"
#include "slam/mapping/detail_cells.h"
#include "slam/mapping/new_gaussian.h"
#include "slam/mapping/placement.h"
#include "slam/rendering/planes.h"

namespace isogs {
namespace {

using namespace cuda;

constexpr int kThreads = 256;
constexpr int kPixelsAThread = 16;  // of histograms
constexpr int kMaxBins = 1 << 11;

/// Digits of the median's bits, highest first. Floats from 0 on sort as their bits do, and the highest, the
/// sign, is 0.
struct Digit {
  int shift;
  int bits;
};
constexpr Digit kDigits[] = {{20, 11}, {10, 10}, {0, 10}};

/// The search for the median of depth errors, digit by digit.
struct MedianSearch {
  uint32_t digits;  // found so far
  uint32_t rank;    // of the median among the errors that begin with them
};

/// Depth errors of the pixels with a valid depth.
struct DepthErrors {
  const float* rendered_m;
  const float* measured_m;
  int64_t pixels;
};

/// Counts the errors that begin with the digits found so far by the next one. `counts` [2^bits], of zeros.
__global__ void __launch_bounds__(kThreads)
    CountDigitsKernel(DepthErrors errors, Digit digit, const MedianSearch* search, uint32_t* counts) {
  __shared__ uint32_t of_block[kMaxBins];
  const uint32_t bins = 1u << digit.bits;
  for (uint32_t bin = threadIdx.x; bin < bins; bin += kThreads) of_block[bin] = 0;
  __syncthreads();
  int64_t pixel = int64_t{blockIdx.x} * kThreads * kPixelsAThread + threadIdx.x;
  for (int i = 0; i < kPixelsAThread && pixel < errors.pixels; ++i, pixel += kThreads) {
    const float measured = errors.measured_m[pixel];
    if (!IsRenderable(measured)) continue;
    const auto bits = std::bit_cast<uint32_t>(std::abs(errors.rendered_m[pixel] - measured));
    if (bits >> digit.shift >> digit.bits != search->digits) continue;
    atomicAdd(&of_block[bits >> digit.shift & (bins - 1)], 1u);
  }
  __syncthreads();
  for (uint32_t bin = threadIdx.x; bin < bins; bin += kThreads) {
    if (of_block[bin] != 0) atomicAdd(&counts[bin], of_block[bin]);
  }
}

/// Finds the next digit; the first counts say how many errors there are, too. One block.
__global__ void __launch_bounds__(kThreads)
    FindDigitKernel(const uint32_t* counts, Digit digit, int64_t pixels, MedianSearch* search) {
  __shared__ uint32_t of_chunks[kThreads];
  const uint32_t chunk = (1u << digit.bits) / kThreads;
  uint32_t in_chunk = 0;
  for (uint32_t i = 0; i < chunk; ++i) in_chunk += counts[threadIdx.x * chunk + i];
  of_chunks[threadIdx.x] = in_chunk;
  __syncthreads();
  if (threadIdx.x != 0) return;
  uint32_t total = 0;
  for (int i = 0; i < kThreads; ++i) total += of_chunks[i];
  if (total == 0) return;  // no valid pixel: a median of 0
  const bool first = digit.shift == kDigits[0].shift;
  uint32_t rank = first ? static_cast<uint32_t>(MedianRank(pixels, total)) : search->rank;
  uint32_t bin = 0;
  for (int i = 0; rank >= of_chunks[i]; ++i, bin += chunk) rank -= of_chunks[i];
  for (; rank >= counts[bin]; ++bin) rank -= counts[bin];
  search->digits = search->digits << digit.bits | bin;
  search->rank = rank;
}

/// A thread a square of cells. `median`: of the depth errors, null where nothing is rendered yet.
/// `flags`: 1 where a cell begins.
__global__ void __launch_bounds__(kThreads)
    DivideKernel(CellDivider divider, const MedianSearch* median, float error_over_median, int64_t squares,
                 uint8_t* shapes, uint8_t* flags) {
  const int64_t square = GlobalThread();
  if (square >= squares) return;
  if (median != nullptr) {
    divider.is_gap.max_error_m = error_over_median * std::bit_cast<float>(median->digits);
  }
  const int places = divider.max_side * divider.max_side;
  const int64_t first = square * places;
  const auto tile = static_cast<int>(first / GridOrder::kTilePlaces);
  divider.Divide(tile % divider.grid.TilesAcross(), tile / divider.grid.TilesAcross(),
                 static_cast<int>(first % GridOrder::kTilePlaces), shapes + first);
  for (int i = 0; i < places; ++i) flags[first + i] = shapes[first + i] != 0 ? 1 : 0;
}

/// Cells that lack a Gaussian: their places in the grid's order, ascending, the shapes at all places, and how
/// many of them are kept.
struct Gaps {
  const int32_t* places;
  const uint8_t* shapes;
  int64_t count;
  int64_t kept;
};

/// What all new Gaussians of a frame have alike.
struct Alike {
  float logit_opacity, timestep;
};

/// A thread a Gaussian.
__global__ void __launch_bounds__(kThreads)
    MakeGaussiansKernel(Gaps gaps, GridOrder grid, FrameView frame, Placement placement, Alike alike,
                        GaussianRows rows) {
  const int64_t i = GlobalThread();
  if (i >= gaps.kept) return;
  const int32_t place = gaps.places[ThinnedIndex(i, gaps.count, gaps.kept)];
  const NewGaussian made = MakeNewGaussian(frame, placement, CellAt(grid, place, gaps.shapes[place]));
#pragma unroll
  for (int k = 0; k < 3; ++k) {
    rows.means[3 * i + k] = made.mean[k];
    rows.colors[3 * i + k] = made.color[k];
    rows.log_scales[3 * i + k] = made.log_scales[k];
  }
#pragma unroll
  for (int k = 0; k < 4; ++k) rows.rotations[4 * i + k] = made.wxyz[k];
  rows.logit_opacities[i] = alike.logit_opacity;
  rows.timesteps[i] = alike.timestep;
}

class DensifierCuda : public Densifier {
 public:
  explicit DensifierCuda(Stream stream) : algorithms_(stream) {}

  int64_t Append(const float* planes, const FrameView& frame, const Camera& camera,
                 const Pose& camera_from_map, int64_t timestep, const DensifyConfig& config,
                 DepthSensor sensor, int64_t max_count, GaussianMap* map) override;

 private:
  /// Returns memory of the device.
  const MedianSearch* FindMedian(const DepthErrors& errors);
  Gaps FindGaps(const float* planes, const FrameView& frame, const DensifyConfig& config, DepthSensor sensor,
                int64_t max_count);
  Stream stream() const { return algorithms_.stream(); }

  Algorithms algorithms_;
  DeviceArray<uint32_t> counts_{"densification"};
  DeviceArray<MedianSearch> median_{"densification"};
  DeviceArray<uint8_t> shapes_{"densification"};
  DeviceArray<uint8_t> flags_{"densification"};
  DeviceArray<int32_t> places_{"densification"};
  DeviceArray<int64_t> selected_{"densification"};
};

const MedianSearch* DensifierCuda::FindMedian(const DepthErrors& errors) {
  MedianSearch* search = median_.Reserve(1);
  uint32_t* counts = counts_.Reserve(kMaxBins);
  FillZero(stream(), search, sizeof *search);
  for (const Digit& digit : kDigits) {
    FillZero(stream(), counts, kMaxBins * sizeof *counts);
    Launch(stream(), BlocksFor(errors.pixels, kThreads * kPixelsAThread), kThreads, CountDigitsKernel, errors,
           digit, search, counts);
    Launch(stream(), 1, kThreads, FindDigitKernel, counts, digit, errors.pixels, search);
  }
  return search;
}

Gaps DensifierCuda::FindGaps(const float* planes, const FrameView& frame, const DensifyConfig& config,
                             DepthSensor sensor, int64_t max_count) {
  const int64_t pixels = int64_t{frame.width} * frame.height;
  GapTest is_gap = GapTestOf(frame, config, sensor);
  const MedianSearch* median = nullptr;
  if (planes != nullptr) {
    is_gap.rendered_m = planes + plane::kDepth * pixels;
    is_gap.silhouette = planes + plane::kSilhouette * pixels;
    median = FindMedian({is_gap.rendered_m, is_gap.measured_m, pixels});
  }
  const CellDivider divider = MakeCellDivider(is_gap, frame, config);
  const int64_t places =
      int64_t{divider.grid.TilesAcross()} * divider.grid.TilesDown() * GridOrder::kTilePlaces;
  const int64_t squares = places / (divider.max_side * divider.max_side);
  Launch(stream(), BlocksFor(squares, kThreads), kThreads, DivideKernel, divider, median,
         static_cast<float>(config.depth_error_over_median), squares, shapes_.Reserve(places),
         flags_.Reserve(places));
  Gaps gaps{places_.Reserve(places), shapes_.data(), 0, 0};
  algorithms_.SelectIndices(flags_.data(), places, places_.data(), selected_.Reserve(1));
  CopyToHost(stream(), &gaps.count, selected_.data(), sizeof gaps.count);
  gaps.kept = std::clamp<int64_t>(max_count, 0, gaps.count);
  return gaps;
}

int64_t DensifierCuda::Append(const float* planes, const FrameView& frame, const Camera& camera,
                              const Pose& camera_from_map, int64_t timestep, const DensifyConfig& config,
                              DepthSensor sensor, int64_t max_count, GaussianMap* map) {
  const GridOrder grid{frame.width, frame.height, config.pixel_stride};
  const Gaps gaps = FindGaps(planes, frame, config, sensor, max_count);
  const GaussianRows rows = map->Append(gaps.kept);
  Launch(stream(), BlocksFor(gaps.kept, kThreads), kThreads, MakeGaussiansKernel, gaps, grid, frame,
         MakePlacement(camera, camera_from_map.inverse(), config, sensor),
         Alike{InitialLogitOpacity(config), static_cast<float>(timestep)}, rows);
  return rows.count;
}

}  // namespace

std::unique_ptr<Densifier> MakeDensifierCuda(cuda::Stream stream) {
  return std::make_unique<DensifierCuda>(stream);
}

}  // namespace isogs
