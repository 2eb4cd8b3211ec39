// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "shared/core/host_device.h"
#include "shared/types/exposure.h"
#include "slam/device/frame_view.h"
#include "slam/rendering/rasterizer.h"

// How a frame's exposure is found, for kernels on any device. Means of cells are compared, not pixels: edges
// that do not quite meet would pull the gain towards 0.
namespace isogs {

inline constexpr int kExposureCell = 8;  // pixels along a side
inline constexpr int kExposureRounds = 8;
/// Colours that a fit expects to differ from the exposure so far, in the last round: more is another thing,
/// or a sensor at its limit.
inline constexpr float kExposureTolerance = 0.06f;

/// Cells that cover `pixels`.
ISOGS_HD inline int CellsAlong(int pixels) { return (pixels + kExposureCell - 1) / kExposureCell; }

/// Of one cell: what both see there, as means over its pixels.
struct CellColors {
  float map[3], frame[3];
  bool both;  // whether both see most of it
};

/// Pixels that a sensor that has reached its limit, or the map, says nothing of do not count.
ISOGS_HD inline CellColors ColorsOfCell(const float* planes, const FrameView& frame, int cell_x, int cell_y) {
  constexpr float kSeen = 0.95f;                  // silhouette
  constexpr float kLeast = 0.02f, kMost = 0.97f;  // colours that were not cut off
  const int64_t size = int64_t{frame.width} * frame.height;
  CellColors cell{};
  int count = 0;
  for (int y = cell_y * kExposureCell; y < (cell_y + 1) * kExposureCell && y < frame.height; ++y) {
    for (int x = cell_x * kExposureCell; x < (cell_x + 1) * kExposureCell && x < frame.width; ++x) {
      const int64_t pixel = int64_t{y} * frame.width + x;
      if (!(planes[plane::kSilhouette * size + pixel] > kSeen) || !(frame.depth_m[pixel] > 0.0f)) continue;
      float map[3], seen[3];
      bool whole = true;
      for (int channel = 0; channel < 3; ++channel) {
        map[channel] = planes[channel * size + pixel];
        seen[channel] = frame.color[channel * size + pixel];
        whole = whole && seen[channel] > kLeast && seen[channel] < kMost;
      }
      if (!whole) continue;
      ++count;
      for (int channel = 0; channel < 3; ++channel) {
        cell.map[channel] += map[channel];
        cell.frame[channel] += seen[channel];
      }
    }
  }
  cell.both = count >= kExposureCell * kExposureCell / 2;
  for (int channel = 0; channel < 3; ++channel) {
    cell.map[channel] /= static_cast<float>(count > 0 ? count : 1);
    cell.frame[channel] /= static_cast<float>(count > 0 ? count : 1);
  }
  return cell;
}

inline constexpr int kExposureSums = 6;  // of a channel
enum ExposureSum { kCells, kMapColors, kFrameColors, kMapSquares, kFrameSquares, kProducts };

/// Adds a cell to `sums` [3, kExposureSums], where its colours are within `tolerance` of the exposure's.
ISOGS_HD inline void AddCell(const CellColors& cell, const Exposure& exposure, float tolerance,
                             double* sums) {
  if (!cell.both) return;
  for (int channel = 0; channel < 3; ++channel) {
    const float map = cell.map[channel], seen = cell.frame[channel];
    if (!(std::abs(exposure.gain[channel] * map + exposure.bias[channel] - seen) < tolerance)) return;
  }
  for (int channel = 0; channel < 3; ++channel) {
    const double map = static_cast<double>(cell.map[channel]),
                 seen = static_cast<double>(cell.frame[channel]);
    double* const of_channel = sums + channel * kExposureSums;
    of_channel[kCells] += 1.0;
    of_channel[kMapColors] += map;
    of_channel[kFrameColors] += seen;
    of_channel[kMapSquares] += map * map;
    of_channel[kFrameSquares] += seen * seen;
    of_channel[kProducts] += map * seen;
  }
}

/// The tolerance of a round: the first takes nearly all, the next less and less, the last few the same.
ISOGS_HD inline float ExposureTolerance(int round) {
  constexpr int kHalvings = 4;
  return kExposureTolerance * static_cast<float>(round < kHalvings ? 1 << (kHalvings - round) : 1);
}

/// The least-squares exposure of `sums` [3, kExposureSums], held by a weak prior to `guess`: a view without
/// contrast says nothing of the gain. `guess` where fewer than `least_cells` agree, or the exposure would be
/// none.
inline Exposure SolveExposure(const double* sums, double least_cells, const Exposure& guess) {
  constexpr double kSigma = 0.02, kPriorGain = 0.2, kPriorBias = 0.1;  // deviations
  constexpr double kLeastGain = 0.2, kMostGain = 5.0;
  Exposure result = guess;
  for (int channel = 0; channel < 3; ++channel) {
    const double* const of = sums + channel * kExposureSums;
    if (of[kCells] < least_cells) return guess;
    const double ratio_gain = kSigma * kSigma / (kPriorGain * kPriorGain);
    const double ratio_bias = kSigma * kSigma / (kPriorBias * kPriorBias);
    const double gain_gain = of[kMapSquares] + ratio_gain, gain_bias = of[kMapColors];
    const double bias_bias = of[kCells] + ratio_bias;
    const double to_gain = of[kProducts] + ratio_gain * static_cast<double>(guess.gain[channel]);
    const double to_bias = of[kFrameColors] + ratio_bias * static_cast<double>(guess.bias[channel]);
    const double determinant = gain_gain * bias_bias - gain_bias * gain_bias;
    const double gain = (to_gain * bias_bias - to_bias * gain_bias) / determinant;
    if (!(gain > kLeastGain && gain < kMostGain)) return guess;
    result.gain[channel] = static_cast<float>(gain);
    result.bias[channel] = static_cast<float>((to_bias * gain_gain - to_gain * gain_bias) / determinant);
  }
  return result;
}

/// Sum over the channels of (frame - exposure)^2 of the cells in `sums`.
inline double ExposureError(const double* sums, const Exposure& exposure) {
  double error = 0.0;
  for (int channel = 0; channel < 3; ++channel) {
    const double* const of = sums + channel * kExposureSums;
    const auto gain = static_cast<double>(exposure.gain[channel]);
    const auto bias = static_cast<double>(exposure.bias[channel]);
    error += of[kFrameSquares] - 2.0 * (gain * of[kProducts] + bias * of[kFrameColors]) +
             gain * gain * of[kMapSquares] + 2.0 * gain * bias * of[kMapColors] + bias * bias * of[kCells];
  }
  return error;
}

/// `fitted`, or the map's own exposure where that explains the last round's `sums` about as well: a camera
/// that stands still is not followed in what is noise.
inline Exposure NeededExposure(const double* sums, const Exposure& fitted) {
  constexpr double kWorse = 1.5;
  return ExposureError(sums, {}) < kWorse * ExposureError(sums, fitted) ? Exposure{} : fitted;
}

/// Cells that a fit needs at least, of an image's.
inline double LeastExposureCells(int64_t cells) { return 0.05 * static_cast<double>(cells); }

/// A frame's colour as it would be in the map's exposure.
ISOGS_HD inline float WithoutExposure(float color, const Exposure& exposure, int channel) {
  return (color - exposure.bias[channel]) / exposure.gain[channel];
}

}  // namespace isogs
