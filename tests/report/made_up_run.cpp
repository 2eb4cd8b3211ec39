// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/report/made_up_run.h"

#include <Eigen/Geometry>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "evaluation/view_file.h"
#include "run/params_file.h"
#include "run/run_directory.h"
#include "run/run_trajectories.h"
#include "shared/config/config.h"
#include "shared/config/config_writer.h"
#include "shared/formats/mesh_file.h"
#include "shared/image/image_io.h"
#include "shared/io/metrics_log.h"
#include "tests/shared/test_meshes.h"

namespace isogs::test {
namespace {

TrackingState StateOf(int64_t frame) {
  if (frame == 7) return TrackingState::kLost;
  return frame == 8 ? TrackingState::kUncertain : TrackingState::kTracking;
}

/// Upright cameras on a circle of 1 m, which look outward; z is up.
Pose WorldFromCamera(int64_t frame, int64_t frames) {
  const double angle = 6.0 * static_cast<double>(frame) / static_cast<double>(frames);
  const Eigen::Vector3d forward(std::cos(angle), std::sin(angle), 0.0), down(0.0, 0.0, -1.0);
  Pose pose = Pose::Identity();
  pose.linear() << down.cross(forward), down, forward;
  pose.translation() = forward + Eigen::Vector3d(2.0, 1.5, 1.2);
  return pose;
}

Params ParamsOf(int64_t frames) {
  Params params;
  params.camera = {64, 48, 60, 60, 31.5, 23.5};
  params.map.Resize(1);
  params.map.rotations[0] = 1.0f;
  params.world_from_map = WorldFromCamera(0, frames);
  for (int64_t i = 0; i < frames; ++i) {
    FrameRecord frame;
    frame.dataset_index = i;
    frame.timestamp_s = static_cast<double>(i);
    frame.world_from_camera_truth = WorldFromCamera(i, frames);
    Pose estimate = WorldFromCamera(i, frames);
    estimate.translation().z() += i % 2 == 0 ? 0.005 : -0.005;
    frame.camera_from_map = estimate.inverse() * params.world_from_map;
    frame.online_camera_from_map = frame.camera_from_map;
    frame.state = StateOf(i);
    params.frames.push_back(frame);
    if (i % 5 == 0) params.keyframes.push_back(i);
  }
  return params;
}

void WriteMetrics(const std::filesystem::path& file, int64_t frames) {
  std::string lines;
  for (int64_t i = 0; i < frames; ++i) {
    nlohmann::ordered_json line = {
        {"frame", i},
        {"dataset_index", i},
        {"state", ToString(StateOf(i))},
        {"seconds", 0.1 * static_cast<double>(i)},
        {"track_ms", 2.0 + static_cast<double>(i % 3)},
        {"alignment", {{"depth_rms_m", i == 0 ? nlohmann::ordered_json() : nlohmann::ordered_json(0.002)}}}};
    if (StateOf(i) != TrackingState::kTracking) line["doubt"] = "few points <agree>";
    if (i % 5 == 0) {
      line["map_ms"] = 20.0;
      line["map"] = {{"gaussians", 1000 + 10 * i}, {"psnr_db", 30.0}};
    }
    if (i + 1 == frames) {
      line["loop"] = {{"outcome", "closed"}, {"from", i},    {"to", 2},
                      {"gap_m", 0.012},      {"way_m", 5.5}, {"moved_m", 0.004}};
    }
    lines += line.dump() + "\n";
  }
  std::ofstream(file) << lines;
}

}  // namespace

void WriteMadeUpRun(const std::filesystem::path& folder, int64_t frames) {
  const RunDirectory run(folder);
  std::filesystem::create_directories(run.pictures());
  Config config;
  config.dataset.path = "data/<made_up>";
  config.mapping.iterations = 33;
  std::ofstream(run.config()) << ToYaml(config);
  const Params params = ParamsOf(frames);
  WriteParams(run.params(), params);
  WriteTrajectory(run.trajectory(), EstimatedTrajectory(params.frames, params.world_from_map));
  WriteTrajectory(run.trajectory_ground_truth(), TrueTrajectory(params.frames));
  WriteMetrics(run.metrics(), frames);
  std::vector<ViewScore> views;
  views.reserve(static_cast<size_t>(frames));
  for (int64_t i = 0; i < frames; ++i) views.push_back({i, i % 5 == 0, {i == 3 ? 21.5 : 33.0, 0.95, 0.004}});
  WriteViews(run.views(), views);
  for (const char* name : {"frame000003.png", "frame000004.png"}) {
    WritePng(run.pictures() / name, Image<uint8_t>(3, 32, 96, 100));
  }
  std::ofstream(run.evaluation())
      << R"({"trajectory": {"ate_rmse_m": 0.005, "frames": )" << frames
      << R"(, "lost": 1}, "images": {"unseen": {"psnr_db": 32.4}}, "map": {"gaussians": 1190}, "speed": {"fps": 12.5}})";
  WriteMesh(folder / "mesh.ply", Room({4.0f, 3.0f, 2.5f}, 8));
}

}  // namespace isogs::test
