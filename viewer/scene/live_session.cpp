// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "viewer/scene/live_session.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "run/run_directory.h"
#include "shared/core/error.h"
#include "shared/ipc/channel_layout.h"

namespace isogs {
namespace {

constexpr double kLargestScene_m = 1e5;  // beyond, floats are too coarse to draw anything
constexpr int64_t kLookForWritersNs = 300'000'000;

bool IsDrawable(const Eigen::Vector3d& point) { return point.cwiseAbs().maxCoeff() < kLargestScene_m; }

void Transform(const Eigen::Isometry3f& motion, std::vector<float>& points) {
  for (size_t i = 0; i + 2 < points.size(); i += 3) {
    Eigen::Map<Eigen::Vector3f> point(&points[i]);
    point = motion * point;
  }
}

/// In the world's frame.
TriangleMesh ToWorld(LiveMesh live) {
  const Eigen::Isometry3f world_from_map = live.info.world_from_map.cast<float>();
  Eigen::Isometry3f rotation = Eigen::Isometry3f::Identity();
  rotation.linear() = world_from_map.linear();
  Transform(world_from_map, live.mesh.vertices);
  Transform(rotation, live.mesh.normals);
  const auto in_range = [](float x) { return std::abs(x) < kLargestScene_m; };
  if (!std::ranges::all_of(live.mesh.vertices, in_range))
    throw Error("shared memory, mesh: larger than can be shown");
  return std::move(live.mesh);
}

}  // namespace

LiveSession::LiveSession(const std::filesystem::path& run_directory)
    : status_(run_directory),
      meshes_(run_directory),
      previews_(run_directory),
      trajectory_(RunDirectory(run_directory).trajectory_online()) {
  facts_.run_directory = run_directory;
}

template <typename Value>
bool LiveSession::TakeFrom(Subscriber<Value>& subscriber, std::string& complaint) {
  try {
    auto received = subscriber.TakeLatest();
    if (!received) return false;
    Take(std::move(*received));
    complaint.clear();
    return true;
  } catch (const Error& error) {
    if (complaint != error.what()) spdlog::warn("{}", error.what());
    complaint = error.what();
    return false;
  }
}

bool LiveSession::Poll(const LiveWants& wants) {
  bool news = TakeFrom(status_, status_complaint_);
  if (wants.mesh) news |= TakeFrom(meshes_, mesh_complaint_);
  if (wants.preview) news |= TakeFrom(previews_, preview_complaint_);
  const int64_t now_ns = MonotonicNs();
  if (now_ns - looked_for_writers_ns_ < kLookForWritersNs) return news;
  looked_for_writers_ns_ = now_ns;
  const bool slam_was_alive = std::exchange(facts_.slam_alive, status_.WriterIsAlive());
  facts_.mesher_alive = meshes_.WriterIsAlive();
  std::error_code ignored;
  facts_.has_results = std::filesystem::exists(RunDirectory(facts_.run_directory).params(), ignored);
  return news || slam_was_alive != facts_.slam_alive;
}

void LiveSession::Take(const Received<Status>& received) {
  const Status& status = received.value;
  if (received.new_epoch) {
    preview_.reset();
    if (facts_.mesh && facts_.mesh->snapshot_stamp_ns < status.stamp_ns) {
      facts_.mesh.reset();
      mesh_.reset();
    }
    facts_.slam_alive = true;
  }
  facts_.status = status;
  if (received.new_epoch || status.corrected_poses != corrected_announced_) FollowCorrection(status);
  ExtendPath();
}

void LiveSession::FollowCorrection(const Status& status) {
  const RunDirectory run(facts_.run_directory);
  corrected_announced_ = status.corrected_poses;
  corrected_.clear();
  if (status.corrected_poses > 0) {
    try {
      corrected_ = ReadTrajectory(run.trajectory());
    } catch (const Error& error) {
      spdlog::warn("the path is shown as it was before a loop was closed: {}", error.what());
    }
  }
  const auto count = static_cast<size_t>(status.corrected_poses);
  if (corrected_.size() > count) corrected_.resize(count);  // those of a correction that is not announced yet
  trajectory_ = TrajectoryTail(run.trajectory_online());
}

void LiveSession::ExtendPath() {
  const TrajectoryTail::News news = trajectory_.Take();
  if (news.from_start) {
    path_.clear();
    ++path_restarts_;
    up_ = {};
    superseded_ = corrected_.size();
    for (const StampedPose& stamped : corrected_) AddToPath(stamped);
  }
  for (const StampedPose& stamped : news.poses) {
    if (superseded_ > 0) {
      --superseded_;
    } else {
      AddToPath(stamped);
    }
  }
}

void LiveSession::AddToPath(const StampedPose& stamped) {
  if (!IsDrawable(stamped.world_from_camera.translation())) return;
  path_.emplace_back(stamped.world_from_camera.translation().cast<float>());
  up_.Add(stamped.world_from_camera);
}

void LiveSession::Take(Received<LiveMesh> received) {
  const LiveMesh::Info info = received.value.info;
  mesh_ = std::make_shared<const TriangleMesh>(ToWorld(std::move(received.value)));
  facts_.mesh = info;
  facts_.vertices = mesh_->vertex_count();
  facts_.triangles = mesh_->triangle_count();
}

void LiveSession::Take(Received<Preview> received) {
  preview_frame_ = received.value.frame;
  preview_ = std::make_shared<const Image<uint8_t>>(std::move(received.value.image));
}

SceneState LiveSession::Scene() const {
  SceneState scene;
  scene.mesh = mesh_;
  scene.preview = preview_;
  scene.preview_text = fmt::format("input, render and depth of frame {}", preview_frame_);
  scene.path = path_;
  scene.up = up_.up().cast<float>();
  LiveFacts facts = facts_;
  facts.now_ns = MonotonicNs();
  scene.text = DescribeLive(facts);
  scene.waiting = DescribeWaiting(facts);
  if (!facts_.status || facts_.status->frames_done < 1) return scene;
  const Status& status = *facts_.status;
  scene.frame = status.frames_done - 1;
  const Pose world_from_camera = status.world_from_map * status.camera_from_map.inverse();
  if (IsDrawable(world_from_camera.translation())) {
    scene.camera = {status.camera, world_from_camera, status.tracking};
  }
  return scene;
}

bool LiveSession::IsOver() const {
  if (!facts_.status || facts_.slam_alive) return false;
  const RunState state = facts_.status->state;
  if (state != RunState::kFinished && state != RunState::kFailed) return false;
  return !facts_.mesher_alive || (facts_.mesh && facts_.mesh->is_final);
}

}  // namespace isogs
