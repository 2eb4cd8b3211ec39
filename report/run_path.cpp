// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "report/run_path.h"

#include <cmath>
#include <map>

#include "evaluation/run_inputs.h"
#include "evaluation/trajectory_metrics.h"
#include "shared/geometry/up_guess.h"

namespace isogs {
namespace {

constexpr double kCosOfAnAxis = 0.94;  // 20 degrees

std::string AxisName(int axis, double sign) { return std::string(sign < 0.0 ? "-" : "") + "xyz"[axis]; }

/// Poses on hand where there is no truth to compare with.
void AddEstimate(const Params& params, RunPath* path) {
  for (const FrameRecord& frame : params.frames) {
    if (frame.state == TrackingState::kLost) continue;
    path->estimate.emplace_back((params.world_from_map * frame.camera_from_map.inverse()).translation());
  }
}

}  // namespace

RunPath PathOf(const std::filesystem::path& run, const Params& params) {
  RunPath path;
  UpGuess up;
  std::map<double, double> frame_of_time;
  for (size_t i = 0; i < params.frames.size(); ++i) {
    const FrameRecord& frame = params.frames[i];
    frame_of_time[frame.timestamp_s] = static_cast<double>(i);
    if (frame.state != TrackingState::kLost) up.Add(params.world_from_map * frame.camera_from_map.inverse());
    if (frame.world_from_camera_truth) path.truth.emplace_back(frame.world_from_camera_truth->translation());
  }
  path.up = up.up();
  const std::vector<PosePair> pairs = RunPosePairs(run, params);
  if (pairs.empty()) {
    AddEstimate(params, &path);
    return path;
  }
  path.truth_from_world = TruthFromEstimate(pairs);
  path.up = path.truth_from_world.linear() * path.up;
  const std::vector<double> errors_m = PositionErrors(pairs);
  for (size_t i = 0; i < pairs.size(); ++i) {
    path.estimate.emplace_back(path.truth_from_world * pairs[i].estimate.translation());
    // Times in files are rounded.
    const auto frame = frame_of_time.lower_bound(pairs[i].time_s - 1e-6);
    if (frame != frame_of_time.end()) path.errors_mm.push_back({frame->second, 1e3 * errors_m[i]});
  }
  return path;
}

PlanAxes PlanAxesOf(const Eigen::Vector3d& up) {
  int vertical = 0;
  const double along = up.cwiseAbs().maxCoeff(&vertical);
  if (along < kCosOfAnAxis) {
    const Eigen::Vector3d right = up.unitOrthogonal();
    return {right, up.cross(right), up, "right", "ahead", "up"};
  }
  const double sign = up(vertical) < 0.0 ? -1.0 : 1.0;
  const int level = vertical == 0 ? 1 : 0;
  PlanAxes axes;
  axes.right = Eigen::Vector3d::Unit(level);
  axes.up = sign * Eigen::Vector3d::Unit(vertical);
  axes.ahead = axes.up.cross(axes.right);
  int ahead = 0;
  axes.ahead.cwiseAbs().maxCoeff(&ahead);
  axes.right_name = AxisName(level, 1.0);
  axes.ahead_name = AxisName(ahead, axes.ahead(ahead));
  axes.up_name = AxisName(vertical, sign);
  return axes;
}

}  // namespace isogs
