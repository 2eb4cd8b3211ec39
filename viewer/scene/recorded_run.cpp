// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/recorded_run.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/formats/mesh_file.h"
#include "shared/geometry/up_guess.h"

namespace isogs {
namespace {

namespace fs = std::filesystem;

/// Centres of the Gaussians that can be seen through by no more than half, in the world's frame.
TriangleMesh CentersOf(const GaussianCloud& map, const Pose& world_from_map) {
  TriangleMesh points;
  for (size_t i = 0; i < map.size(); ++i) {
    if (map.logit_opacities[i] < 0.0f) continue;
    const Eigen::Vector3d center = Eigen::Map<const Eigen::Vector3f>(&map.means[3 * i]).cast<double>();
    const Eigen::Vector3f world = (world_from_map * center).cast<float>();
    points.vertices.insert(points.vertices.end(), world.data(), world.data() + 3);
    for (size_t channel = 0; channel < 3; ++channel) {
      const float value = std::clamp(map.colors[3 * i + channel], 0.0f, 1.0f);
      points.colors.push_back(static_cast<uint8_t>(std::lround(255.0f * value)));
    }
  }
  return points;
}

}  // namespace

RecordedRun::RecordedRun(const fs::path& run_directory, const fs::path& mesh)
    : RecordedRun(run_directory, mesh, ReadParams(FindParams(run_directory))) {}

RecordedRun::RecordedRun(const fs::path& run_directory, const fs::path& mesh, const Params& params) {
  if (params.frames.empty()) throw UsageError(run_directory.string() + ": a run without frames");
  UpGuess up;
  for (const FrameRecord& frame : params.frames) {
    const Pose world_from_camera = params.world_from_map * frame.camera_from_map.inverse();
    cameras_.push_back({params.camera, world_from_camera, frame.state});
    times_s_.push_back(frame.timestamp_s - params.frames.front().timestamp_s);
    if (frame.state == TrackingState::kLost) continue;
    path_.emplace_back(world_from_camera.translation().cast<float>());
    up.Add(world_from_camera);
  }
  up_ = up.up().cast<float>();

  const fs::path file = mesh.empty() ? run_directory / "mesh.ply" : mesh;
  if (!mesh.empty() || fs::exists(file)) {
    mesh_ = std::make_shared<const TriangleMesh>(ReadMesh(file));
    mesh_text_ = fmt::format("{}: {} triangles", file.filename().string(), mesh_->triangle_count());
  } else {
    mesh_ = std::make_shared<const TriangleMesh>(CentersOf(params.map, params.world_from_map));
    mesh_text_ = fmt::format("no mesh.ply: centres of {} Gaussians", mesh_->vertex_count());
  }
}

SceneState RecordedRun::At(int64_t frame) const {
  const auto i = static_cast<size_t>(frame);
  SceneState scene;
  scene.mesh = mesh_;
  scene.path = path_;
  scene.camera = cameras_.at(i);
  scene.up = up_;
  scene.frame = frame;
  scene.text = fmt::format("frame {}/{}   {:.2f} s   {}\n{}", frame + 1, frame_count(), times_s_[i],
                           ToString(cameras_[i].state), mesh_text_);
  return scene;
}

}  // namespace isogs
