// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/live_feed.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "shared/core/error.h"
#include "shared/core/processor_time.h"
#include "shared/image/codecs.h"

namespace isogs::web {
namespace {

using Milliseconds = LiveFeed::Milliseconds;

constexpr Milliseconds kStatusPause{100};
constexpr Milliseconds kStatusPauseWithoutNews{500};  // ages grow by themselves
constexpr Milliseconds kPicturePause{300};
constexpr Milliseconds kMeshPause{250};
constexpr Milliseconds kSplatPause{500};
constexpr int kPictureQuality = 80;
// Cells of so many voxels: some hundred to some thousand triangles.
constexpr double kCellVoxels = 24.0;
constexpr double kSmallestCell_m = 0.05, kLargestCell_m = 4.0;

}  // namespace

LiveFeed::LiveFeed(const std::filesystem::path& run_directory)
    : session_(run_directory),
      snapshots_(run_directory),
      files_(run_directory),
      mesh_pace_(kMeshPause),
      splat_pace_(kSplatPause) {
  greeting_.run_directory = run_directory;
  greeting_.is_live = true;
}

bool LiveFeed::IsAtRest() const { return !session_.facts().slam_alive && !session_.facts().mesher_alive; }

RunNews LiveFeed::Poll(const Wants& wants, Milliseconds now) {
  RunNews news;
  const Milliseconds used = ProcessorTime();
  const bool has_news = session_.Poll({wants.mesh && mesh_pace_.IsDue(now, used, true), wants.picture});
  const Milliseconds pause = has_news ? kStatusPause : kStatusPauseWithoutNews;
  if (!status_made_ || now - *status_made_ >= pause) {
    status_made_ = now;
    const SceneState scene = session_.Scene();
    PollGreeting(scene, &news);
    PollStatus(scene, &news);
    files_.Poll(&news);
  }
  PollPath(&news);
  PollMesh(now, &news);
  if (wants.splats && splat_pace_.IsDue(now, used, true)) PollSplats(now, &news);
  if (wants.picture) PollPicture(now, &news);
  return news;
}

void LiveFeed::PollGreeting(const SceneState& scene, RunNews* news) {
  Greeting latest = greeting_;
  if (scene.camera) latest.camera = scene.camera->camera;
  const auto& status = session_.facts().status;
  const double started_unix_s = status ? status->started_unix_s : 0.0;
  if (started_unix_s != started_unix_s_) latest.config_text = ReadConfigText(greeting_.run_directory);
  started_unix_s_ = started_unix_s;
  if (is_greeted_ && latest == greeting_) return;
  greeting_ = latest;
  is_greeted_ = true;
  news->hello = HelloMessage(greeting_);
  // All that was told is forgotten.
  path_ = 0;
  mesh_.reset();
  cells_ = {};
  pages_ = {};
  snapshots_ = Subscriber<GaussianSnapshot>(greeting_.run_directory);
  files_ = RunFiles(greeting_.run_directory);
  picture_.reset();
}

void LiveFeed::PollStatus(const SceneState& scene, RunNews* news) {
  news->status = StatusMessage(session_.facts(), scene);
  if (scene.camera) news->camera_center = scene.camera->world_from_camera.translation().cast<float>();
}

void LiveFeed::PollPath(RunNews* news) {
  if (!is_greeted_) return;
  const std::vector<Eigen::Vector3f>& path = session_.path();
  if (session_.path_restarts() == path_restarts_ && path.size() == path_) return;
  if (std::exchange(path_restarts_, session_.path_restarts()) != path_restarts_) path_ = 0;
  path_ = std::min(path_, path.size());
  news->path = PathNews{path_, {path.begin() + static_cast<std::ptrdiff_t>(path_), path.end()}};
  path_ = path.size();
}

void LiveFeed::PollMesh(Milliseconds now, RunNews* news) {
  if (session_.mesh() == mesh_) return;
  const Milliseconds used = ProcessorTime();
  mesh_ = session_.mesh();
  if (!mesh_) {  // of a SLAM process that is gone
    cells_ = {};
    news->mesh = MeshNews{true, {}};
    return;
  }
  const double voxel_size_m = session_.facts().mesh->voxel_size_m;
  news->mesh = cells_.Update(*mesh_, std::clamp(kCellVoxels * voxel_size_m, kSmallestCell_m, kLargestCell_m));
  mesh_pace_.Drawn(now, used);
}

void LiveFeed::PollSplats(Milliseconds now, RunNews* news) {
  const Milliseconds used = ProcessorTime();
  try {
    const auto received = snapshots_.TakeLatest();
    if (!received) return;
    if (received->new_epoch) pages_.Restart();
    const SnapshotInfo& info = received->value.info();
    news->splats = pages_.Update(received->value.gaussians(), info.world_from_map, info.is_final);
    news->splats_are_final = info.is_final;
    snapshot_complaint_.clear();
  } catch (const Error& error) {
    if (snapshot_complaint_ != error.what()) spdlog::warn("{}", error.what());
    snapshot_complaint_ = error.what();
  }
  splat_pace_.Drawn(now, used);
}

void LiveFeed::PollPicture(Milliseconds now, RunNews* news) {
  if (session_.preview() == picture_ || (picture_made_ && now - *picture_made_ < kPicturePause)) return;
  picture_ = session_.preview();
  picture_made_ = now;
  if (!picture_ || picture_->empty()) return;
  const auto frame = static_cast<uint32_t>(session_.preview_frame());
  news->picture = PictureNews{frame, PictureBody(frame, EncodeJpeg(*picture_, kPictureQuality, "picture"))};
}

}  // namespace isogs::web
