// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/shared_scene.h"

#include <algorithm>
#include <utility>

namespace isogs::web {
namespace {

constexpr size_t kLogLines = 200;
constexpr size_t kMostFrames = 1 << 20;  // and a pose for each: beyond, curves and path stay as they are

Body Share(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

/// Of a cell without triangles: its second and third word are 0.
bool IsEmptyCell(const std::string& body) {
  return std::all_of(body.begin() + 4, body.begin() + 12, [](char c) { return c == 0; });
}

}  // namespace

void SharedScene::Take(RunNews news) {
  if (news.hello) Begin(std::move(*news.hello), std::move(news.status_of_frame));
  if (news.status) {
    status_ = Share(std::move(*news.status));
    ++status_version_;
  }
  if (news.camera_center) camera_center_ = *news.camera_center;
  if (news.path) TakePath(*news.path);
  if (news.frames) {
    if (news.frames->from_start) {
      frames_.clear();
      ++frames_epoch_;
    }
    const size_t room = kMostFrames - std::min(kMostFrames, frames_.size());
    const auto begin = news.frames->lines.begin();
    frames_.insert(frames_.end(), begin,
                   begin + static_cast<std::ptrdiff_t>(std::min(room, news.frames->lines.size())));
  }
  if (news.log) TakeLog(std::move(*news.log));
  if (news.mesh) TakeMesh(*news.mesh);
  if (news.splats) TakeSplats(std::move(*news.splats), news.splats_are_final);
  if (news.picture) {
    picture_ = std::move(news.picture->body);
    ++picture_version_;
  }
}

void SharedScene::Begin(std::string hello, StatusOfFrame status_of_frame) {
  ++run_;
  hello_ = Share(std::move(hello));
  status_of_frame_ = std::move(status_of_frame);
  status_.reset();
  picture_.reset();
  path_.clear();
  ++path_epoch_;
  frames_.clear();
  ++frames_epoch_;
  log_begin_ += log_.size();
  log_.clear();
  mesh_.Restart();
  splats_.Restart();
}

void SharedScene::TakePath(const PathNews& news) {
  if (news.from < path_.size()) {
    path_.resize(news.from);
    ++path_epoch_;
  }
  for (const Eigen::Vector3f& center : news.centers) {
    if (path_.size() < kMostFrames) path_.push_back(center);
  }
}

void SharedScene::TakeLog(LogNews news) {
  for (std::string& line : news.lines) log_.push_back(std::move(line));
  while (log_.size() > kLogLines) {
    log_.pop_front();
    ++log_begin_;
  }
}

void SharedScene::TakeMesh(const MeshNews& news) {
  if (news.restarts) mesh_.Restart();
  ++mesh_.version;
  for (const CellNews& cell : news.cells) {
    if (cell.id >= mesh_.items.size()) mesh_.items.resize(cell.id + size_t{1});
    SceneItem& item = mesh_.items[cell.id];
    ++item.changes;
    item.is_empty = IsEmptyCell(*cell.body);
    item.center = cell.center;
    item.body = cell.body;
  }
}

void SharedScene::TakeSplats(SplatNews news, bool is_final) {
  if (news.restarts) splats_.Restart();
  ++splats_.version;
  splats_.is_final = is_final;
  for (PageNews& page : news.pages) {
    if (page.page->id >= splats_.items.size()) splats_.items.resize(page.page->id + size_t{1});
    SceneItem& item = splats_.items[page.page->id];
    item.changes += page.changes;
    item.size = static_cast<uint32_t>(std::max<size_t>(1, page.page->gaussians.size()));
    item.is_empty = page.page->gaussians.empty();
    item.center = page.page->Center();
    item.body.reset();
    item.page = std::move(page.page);
  }
}

Body SharedScene::SplatBody(uint32_t id) {
  SceneItem& item = splats_.items[id];
  if (!item.body) item.body = item.page->Encode();
  return item.body;
}

}  // namespace isogs::web
