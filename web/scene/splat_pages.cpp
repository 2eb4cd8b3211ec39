// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/splat_pages.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace isogs::web {
namespace {

// Changes that are too small to be seen in a picture.
constexpr float kMoveSigmas = 0.1f;
constexpr float kMove_m = 5e-4f;
constexpr int kOpacitySteps = 13;        // of 255
constexpr int kColorSteps = 8;           // of 255
constexpr int kLog2ScaleSteps = 205;     // of 2048 an octave: 7 %
constexpr float kTurnCosine = 0.99966f;  // of half the angle: 3 degrees

bool LooksSame(const GaussianRecord& a, const GaussianRecord& b, bool exact) {
  if (IsSame(a, b)) return true;
  if (exact || std::abs(a.opacity - b.opacity) > kOpacitySteps) return false;
  float squared = 0.0f;
  for (size_t k = 0; k < 3; ++k) {
    if (std::abs(a.color[k] - b.color[k]) > kColorSteps) return false;
    if (std::abs(a.log2_scale[k] - b.log2_scale[k]) > kLog2ScaleSteps) return false;
    squared += (a.mean[k] - b.mean[k]) * (a.mean[k] - b.mean[k]);
  }
  if (squared > kMove_m * kMove_m) {
    const float limit = kMoveSigmas * std::ranges::max(ScalesOf(a));
    if (squared > limit * limit) return false;
  }
  if (a.rotation == b.rotation) return true;
  const std::array<float, 4> p = RotationOf(a), q = RotationOf(b);
  return std::abs(p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3]) > kTurnCosine;
}

/// Copies only where the order is another than by id.
std::span<const GaussianRecord> ById(std::span<const GaussianRecord> gaussians,
                                     std::vector<GaussianRecord>* copy) {
  if (std::ranges::is_sorted(gaussians, {}, &GaussianRecord::id)) return gaussians;
  copy->assign(gaussians.begin(), gaussians.end());
  std::ranges::stable_sort(*copy, {}, &GaussianRecord::id);
  return *copy;
}

}  // namespace

void SplatPages::Restart() {
  restarts_ |= !counts_.empty();
  shown_ = {};
  counts_.clear();
  changes_.clear();
  with_room_.clear();
  is_listed_.clear();
}

SplatNews SplatPages::Update(std::span<const GaussianRecord> gaussians, const Pose& world_from_map,
                             bool exact) {
  if (world_from_map.matrix() != world_from_map_.matrix()) Restart();
  world_from_map_ = world_from_map;
  std::vector<GaussianRecord> copy;
  std::vector<Shown> next;
  next.reserve(gaussians.size());
  size_t i = 0;
  for (const GaussianRecord& latest : ById(gaussians, &copy)) {
    for (; i < shown_.size() && shown_[i].gaussian.id < latest.id; ++i) Leave(shown_[i]);
    if (i == shown_.size() || shown_[i].gaussian.id != latest.id) {
      next.push_back({latest, PageWithRoom()});
      continue;
    }
    const Shown& before = shown_[i++];
    const bool same = LooksSame(before.gaussian, latest, exact);
    next.push_back({same ? before.gaussian : latest, before.page});
    if (!same) Change(before.page);
  }
  for (; i < shown_.size(); ++i) Leave(shown_[i]);
  shown_ = std::move(next);
  return {std::exchange(restarts_, false), MakeNews()};
}

void SplatPages::Change(uint32_t page) { ++changes_[page]; }

uint32_t SplatPages::PageWithRoom() {
  while (!with_room_.empty() && counts_[with_room_.back()] >= SplatPage::kMost) {
    is_listed_[with_room_.back()] = false;
    with_room_.pop_back();
  }
  if (with_room_.empty()) {
    with_room_.push_back(static_cast<uint32_t>(counts_.size()));
    counts_.push_back(0);
    changes_.push_back(0);
    is_listed_.push_back(true);
  }
  const uint32_t page = with_room_.back();
  ++counts_[page];
  Change(page);
  return page;
}

void SplatPages::Leave(const Shown& shown) {
  Change(shown.page);
  if (--counts_[shown.page] > SplatPage::kMost / 2 || is_listed_[shown.page]) return;
  is_listed_[shown.page] = true;
  with_room_.push_back(shown.page);
}

std::vector<PageNews> SplatPages::MakeNews() {
  std::vector<std::shared_ptr<SplatPage>> pages(counts_.size());
  for (uint32_t page = 0; page < pages.size(); ++page) {
    if (changes_[page] == 0) continue;
    pages[page] = std::make_shared<SplatPage>(SplatPage{page, {}, world_from_map_});
    pages[page]->gaussians.reserve(counts_[page]);
  }
  for (const Shown& shown : shown_) {
    if (pages[shown.page]) pages[shown.page]->gaussians.push_back(shown.gaussian);
  }
  std::vector<PageNews> news;
  for (uint32_t page = 0; page < pages.size(); ++page) {
    if (pages[page]) news.push_back({std::move(pages[page]), std::exchange(changes_[page], 0)});
  }
  return news;
}

}  // namespace isogs::web
