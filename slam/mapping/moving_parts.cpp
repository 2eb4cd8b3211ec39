// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "slam/mapping/moving_parts.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "shared/core/parallel.h"
#include "shared/geometry/near_plane.h"
#include "shared/geometry/projection.h"

namespace isogs {
namespace {

enum class Word { kNothing, kThrough, kThere };

/// What a keyframe says of a point in its camera. Its cell is asked together with those around it, so that no
/// edge of depth makes it say too much.
Word Ask(const Keyframe& keyframe, const Eigen::Vector3d& point, double margin_m) {
  const Camera& camera = keyframe.images->camera();
  if (!(point.z() > static_cast<double>(kNearPlaneM))) return Word::kNothing;
  const ImagePoint<double> pixel = PixelOf(camera, point);
  if (!(pixel.u >= 0.0 && pixel.v >= 0.0 && pixel.u < camera.width && pixel.v < camera.height))
    return Word::kNothing;
  const HiddenCells& grid = keyframe.depth.grid;
  const int x = static_cast<int>(pixel.u) / kHiddenCell, y = static_cast<int>(pixel.v) / kHiddenCell;
  bool through = true;
  for (int row = std::max(0, y - 1); row <= std::min(grid.down - 1, y + 1); ++row) {
    for (int column = std::max(0, x - 1); column <= std::min(grid.across - 1, x + 1); ++column) {
      const DepthRange& range =
          keyframe.depth.ranges[static_cast<size_t>(int64_t{row} * grid.across + column)];
      const auto nearest_m = static_cast<double>(range.nearest_m);
      const auto farthest_m = static_cast<double>(range.farthest_m);
      if (farthest_m > 0.0 && point.z() >= nearest_m - margin_m && point.z() <= farthest_m + margin_m)
        return Word::kThere;
      through = through && nearest_m > point.z() + margin_m;
    }
  }
  return through ? Word::kThrough : Word::kNothing;
}

class MovingCells {
 public:
  MovingCells(const DepthView& view, std::span<const Keyframe* const> witnesses, const MovingConfig& config,
              DepthSensor sensor)
      : view_(view),
        map_from_camera_(view.camera_from_map.inverse()),
        witnesses_(witnesses),
        config_(config),
        sensor_(sensor) {}

  bool operator()(int cell_x, int cell_y) const {
    const HiddenCells& grid = view_.depth.grid;
    // The farthest: of a cell on an edge of depth, what lies behind.
    const auto z = static_cast<double>(
        view_.depth.ranges[static_cast<size_t>(int64_t{cell_y} * grid.across + cell_x)].farthest_m);
    if (!(z > 0.0)) return false;
    constexpr double kMiddle = 0.5 * (kHiddenCell - 1);
    const Eigen::Vector3d point = map_from_camera_ * PointAt(view_.camera, kHiddenCell * cell_x + kMiddle,
                                                             kHiddenCell * cell_y + kMiddle, z);
    const double margin_m = std::max(config_.least_m, config_.sigmas * SensorSigma(sensor_, z, 1.0));
    int through = 0, there = 0;
    for (const Keyframe* const witness : witnesses_) {
      const Word word = Ask(*witness, witness->camera_from_map * point, margin_m);
      through += word == Word::kThrough ? 1 : 0;
      there += word == Word::kThere ? 1 : 0;
    }
    return through >= config_.min_views && through > there;
  }

 private:
  const DepthView& view_;
  Pose map_from_camera_;
  std::span<const Keyframe* const> witnesses_;
  const MovingConfig& config_;
  DepthSensor sensor_;
};

/// Calls body(index) for the cell and its eight neighbours, where they exist.
template <typename Body>
void ForEachAround(const HiddenCells& grid, int cell, const Body& body) {
  const int x = cell % grid.across, y = cell / grid.across;
  for (int row = std::max(0, y - 1); row <= std::min(grid.down - 1, y + 1); ++row) {
    for (int column = std::max(0, x - 1); column <= std::min(grid.across - 1, x + 1); ++column)
      body(row * grid.across + column);
  }
}

/// The cells that hang together with `start`; takes their marks away.
std::vector<int> TakeBlob(const HiddenCells& grid, int start, std::vector<uint8_t>* marks) {
  std::vector<int> blob{start};
  (*marks)[static_cast<size_t>(start)] = 0;
  for (size_t i = 0; i < blob.size(); ++i) {
    ForEachAround(grid, blob[i], [&](int neighbour) {
      if (std::exchange((*marks)[static_cast<size_t>(neighbour)], uint8_t{0}) != 0) blob.push_back(neighbour);
    });
  }
  return blob;
}

/// Leaves blobs that are large enough, and widens them by a cell: on a thing's edge, pixels see both.
std::vector<uint8_t> LargeBlobs(const HiddenCells& grid, std::vector<uint8_t> marks, double least_cells) {
  std::vector<uint8_t> result;
  for (int cell = 0; cell < static_cast<int>(marks.size()); ++cell) {
    if (marks[static_cast<size_t>(cell)] == 0) continue;
    const std::vector<int> blob = TakeBlob(grid, cell, &marks);
    if (static_cast<double>(blob.size()) < least_cells) continue;
    result.resize(marks.size(), 0);
    for (const int member : blob)
      ForEachAround(grid, member, [&](int neighbour) { result[static_cast<size_t>(neighbour)] = 1; });
  }
  return result;
}

}  // namespace

std::vector<uint8_t> FindMovingParts(const DepthView& view, std::span<const Keyframe* const> witnesses,
                                     const MovingConfig& config, DepthSensor sensor) {
  if (static_cast<int64_t>(witnesses.size()) < config.min_views) return {};
  const HiddenCells& grid = view.depth.grid;
  const MovingCells is_moving(view, witnesses, config, sensor);
  std::vector<uint8_t> marks(static_cast<size_t>(grid.count()));
  ParallelFor(grid.down, 1, [&](int64_t y, int64_t /*end*/) {
    for (int x = 0; x < grid.across; ++x)
      marks[static_cast<size_t>(y * grid.across + x)] = is_moving(x, static_cast<int>(y)) ? 1 : 0;
  });
  return LargeBlobs(grid, std::move(marks), config.least_share * static_cast<double>(grid.count()));
}

}  // namespace isogs
