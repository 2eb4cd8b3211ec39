// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "datasets/start_check.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <numbers>

#include "datasets/pose_check.h"
#include "shared/core/error.h"
#include "shared/geometry/near_plane.h"

namespace isogs {
namespace {

constexpr double kTypicalNearM = 0.3;  // of rooms, for advice
constexpr double kTypicalFarM = 10.0;
constexpr double kOffCenter = 0.25;  // of a side
constexpr double kMovedAngleDeg = 10.0;
constexpr double kMovedOverDepth = 0.15;  // of the median depth
constexpr size_t kFarthestStep = 64;
constexpr size_t kFirstTries = 2;

double ValidMedian(const Image<float>& depth_m) {
  std::vector<float> valid;
  for (const float z : depth_m.values()) {
    if (z > 0.0f) valid.push_back(z);
  }
  if (valid.empty()) return 0.0;
  const auto middle = valid.begin() + static_cast<std::ptrdiff_t>(valid.size() / 2);
  std::nth_element(valid.begin(), middle, valid.end());
  return *middle;
}

/// Scales that are in use and would bring the median into a room; empty if there are none.
std::string ScaleAdvice(double median_m, double units_per_m) {
  std::string advice;
  for (const double scale : {1000.0, 5000.0, 6553.5}) {
    const double would_be_m = median_m * units_per_m / scale;
    const bool is_now = std::abs(scale - units_per_m) < 1e-3 * scale;
    if (is_now || would_be_m < kTypicalNearM || would_be_m > kTypicalFarM) continue;
    advice += fmt::format("{} {:g} would make it {:.2g} m", advice.empty() ? ";" : ",", scale, would_be_m);
  }
  return advice;
}

void CheckDepth(const Frame& frame, double max_depth_m, std::vector<std::string>* warnings) {
  const double median_m = frame.stored_depth_median_m, farthest_m = std::min(max_depth_m, kFarthestMedianM);
  if (median_m > kNearPlaneM && median_m <= farthest_m) return;
  const double units = frame.depth_units_per_m;
  warnings->push_back(fmt::format(
      "frame {}: its median depth is {:.3g} m, expected {:g} (where rendering begins) to {:g} m: check "
      "dataset.depth_scale, now {:g} units a metre, and dataset.max_depth_m{}",
      frame.index, median_m, kNearPlaneM, farthest_m, units, ScaleAdvice(median_m, units)));
}

void CheckCenter(const char* key, double center, int side, std::vector<std::string>* warnings) {
  const double middle = 0.5 * (side - 1);
  if (std::abs(center - middle) <= kOffCenter * side) return;
  warnings->push_back(fmt::format(
      "dataset.{}: the optical axis is at {:.1f} of {} pixels at working size, expected near the middle: "
      "are dataset.fx, fy, cx and cy those of images of this size?",
      key, center, side));
}

void CheckIntrinsics(const Camera& camera, std::vector<std::string>* warnings) {
  CheckCenter("cx", camera.cx, camera.width, warnings);
  CheckCenter("cy", camera.cy, camera.height, warnings);
}

bool HasMoved(const Frame& first, const Frame& later, double median_m) {
  const Pose motion = first.world_from_camera->inverse() * *later.world_from_camera;
  return RotationAngle(motion.linear()) * 180.0 / std::numbers::pi > kMovedAngleDeg ||
         motion.translation().norm() > kMovedOverDepth * median_m;
}

}  // namespace

std::optional<Frame> StartCheck::TryRead(int64_t index) const {
  try {
    return dataset_.Read(index);
  } catch (const Error&) {  // said when the frame's turn comes
  } catch (const std::bad_alloc&) {
  }
  return std::nullopt;
}

std::optional<Frame> StartCheck::FindMoved(const Frame& first, std::span<const int64_t> later) const {
  const double median_m = ValidMedian(first.depth_m);
  for (size_t step = 1; step <= std::min(later.size(), kFarthestStep); step *= 2) {
    std::optional<Frame> frame = TryRead(later[step - 1]);
    if (!frame || !frame->world_from_camera) continue;
    if (HasMoved(first, *frame, median_m)) return frame;
  }
  return std::nullopt;
}

std::vector<std::string> StartCheck::Warnings(std::span<const int64_t> indices) const {
  std::vector<std::string> warnings;
  CheckIntrinsics(dataset_.camera(), &warnings);
  for (size_t i = 0; i < std::min(indices.size(), kFirstTries); ++i) {
    const std::optional<Frame> first = TryRead(indices[i]);
    if (!first || first->stored_depth_median_m == 0.0f) continue;
    CheckDepth(*first, max_depth_m_, &warnings);
    if (!first->world_from_camera || ValidMedian(first->depth_m) == 0.0) break;
    const std::optional<Frame> moved = FindMoved(*first, indices.subspan(i + 1));
    if (!moved) break;
    if (auto fault = FaultOfPoses(*first, *moved, dataset_.pose_axes()))
      warnings.push_back(std::move(*fault));
    break;
  }
  return warnings;
}

}  // namespace isogs
