// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "exports/export_trajectory.h"

#include <spdlog/fmt/fmt.h>

#include <iterator>
#include <string>

#include "exports/run_cameras.h"
#include "run/run_trajectories.h"
#include "shared/io/file.h"

namespace isogs {
namespace {

std::string KittiText(const Trajectory& trajectory) {
  std::string text;
  for (const StampedPose& stamped : trajectory) {
    for (int k = 0; k < 12; ++k) {
      fmt::format_to(std::back_inserter(text), "{:.12g}{}", stamped.world_from_camera(k / 4, k % 4),
                     k < 11 ? ' ' : '\n');
    }
  }
  return text;
}

/// `frames` are those of the trajectory.
std::string CsvText(const std::vector<FrameRecord>& frames, const Trajectory& trajectory) {
  std::string text = "frame,time_s,state,tx_m,ty_m,tz_m,qx,qy,qz,qw\n";
  for (size_t i = 0; i < frames.size(); ++i) {
    const Eigen::Vector3d t = trajectory[i].world_from_camera.translation();
    Eigen::Quaterniond q(trajectory[i].world_from_camera.linear());
    if (q.w() < 0) q.coeffs() = -q.coeffs();
    fmt::format_to(std::back_inserter(text), "{},{:.9f},{}", frames[i].dataset_index, trajectory[i].time_s,
                   ToString(frames[i].state));
    for (const double x : {t.x(), t.y(), t.z()}) fmt::format_to(std::back_inserter(text), ",{:.10f}", x);
    for (const double x : {q.x(), q.y(), q.z(), q.w()}) {
      fmt::format_to(std::back_inserter(text), ",{:.12f}", x);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

size_t ExportTrajectory(const std::filesystem::path& input, const std::filesystem::path& output,
                        ExportFormat format) {
  const Params params = ReadRunCameras(input).params;
  const Trajectory trajectory = EstimatedTrajectory(params.frames, params.world_from_map);
  if (format == ExportFormat::kTum) {
    WriteTrajectory(output, trajectory);
  } else {
    const std::string text =
        format == ExportFormat::kKitti ? KittiText(trajectory) : CsvText(params.frames, trajectory);
    WriteFileAtomically(output, std::string_view(text));
  }
  return trajectory.size();
}

}  // namespace isogs
