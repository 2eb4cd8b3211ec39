// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#include "web/scene/client_view.h"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include "web/scene/text_messages.h"

namespace isogs::web {
namespace {

constexpr SendBudget::Milliseconds kStatusPause{100};
constexpr SendBudget::Milliseconds kPicturePause{300};
constexpr size_t kMostFramesAtOnce = 2000;
constexpr size_t kMostCentersAtOnce = 4000;
constexpr size_t kPlanned = 64;      // items that are chosen at a time
constexpr uint64_t kOnePartIn = 32;  // of a page must have changed for it to travel again

Outgoing Text(std::string text) { return {false, {}, std::make_shared<const std::string>(std::move(text))}; }

}  // namespace

bool ClientView::Take(const PageRequest& request, Milliseconds now) {
  if (const auto* acknowledge = std::get_if<Acknowledge>(&request)) {
    return budget_.Acknowledge(acknowledge->sequence, now);
  }
  if (const auto* wants = std::get_if<Wants>(&request)) wants_ = *wants;
  if (const auto* seek = std::get_if<Seek>(&request)) seek_ = seek->frame;
  return true;
}

std::optional<Outgoing> ClientView::Next(Milliseconds now) {
  if (scene_.run() == 0) return std::nullopt;
  if (scene_.run() != run_) {
    BeginAnew();
    return Outgoing{false, {}, scene_.hello()};
  }
  if (auto text = NextText(now)) return text;
  return NextBinary(now);
}

void ClientView::BeginAnew() {
  run_ = scene_.run();
  mesh_ = {scene_.mesh().epoch, 0, {}, {}};
  splats_ = {scene_.splats().epoch, 0, {}, {}};
  seek_.reset();
  status_sent_.reset();
  status_version_ = 0;
  picture_version_ = scene_.picture() ? 0 : scene_.picture_version();
  frames_epoch_ = scene_.frames_epoch();
  path_epoch_ = scene_.path_epoch();
  log_next_ = scene_.log_begin();
  frames_ = path_ = 0;
}

std::optional<Outgoing> ClientView::NextText(Milliseconds now) {
  if (auto epoch = NextEpoch("mesh", scene_.mesh(), &mesh_)) return epoch;
  if (auto epoch = NextEpoch("splats", scene_.splats(), &splats_)) return epoch;
  if (auto status = NextStatus(now)) return status;
  if (auto path = NextPath()) return path;
  if (auto frames = NextFrames()) return frames;
  return NextLog();
}

std::optional<Outgoing> ClientView::NextEpoch(const char* kind, const SceneItems& items, Known* known) {
  if (known->epoch == items.epoch) return std::nullopt;
  *known = {items.epoch, 0, {}, {}};
  return Text(EpochMessage(kind));
}

std::optional<Outgoing> ClientView::NextStatus(Milliseconds now) {
  if (status_sent_ && now - *status_sent_ < kStatusPause) return std::nullopt;
  if (seek_ && scene_.status_of_frame()) {
    status_sent_ = now;
    return Text(scene_.status_of_frame()(*std::exchange(seek_, std::nullopt)));
  }
  if (!scene_.status() || status_version_ == scene_.status_version()) return std::nullopt;
  status_version_ = scene_.status_version();
  status_sent_ = now;
  return Outgoing{false, {}, scene_.status()};
}

std::optional<Outgoing> ClientView::NextFrames() {
  if (frames_epoch_ != scene_.frames_epoch()) frames_ = 0;
  frames_epoch_ = scene_.frames_epoch();
  const auto rest = std::span(scene_.frames()).subspan(frames_);
  if (rest.empty()) return std::nullopt;
  const auto lines = rest.first(std::min(rest.size(), kMostFramesAtOnce));
  return Text(FramesMessage(std::exchange(frames_, frames_ + lines.size()), lines));
}

std::optional<Outgoing> ClientView::NextPath() {
  if (path_epoch_ != scene_.path_epoch()) path_ = 0;
  path_epoch_ = scene_.path_epoch();
  const auto rest = std::span(scene_.path()).subspan(path_);
  if (rest.empty()) return std::nullopt;
  const auto centers = rest.first(std::min(rest.size(), kMostCentersAtOnce));
  return Text(PathMessage(std::exchange(path_, path_ + centers.size()), scene_.path().size(), centers));
}

std::optional<Outgoing> ClientView::NextLog() {
  const uint64_t end = scene_.log_begin() + scene_.log().size();
  if (log_next_ >= end) return std::nullopt;
  const uint64_t begin = std::max(log_next_, scene_.log_begin());
  log_next_ = end;
  const auto first = scene_.log().begin() + static_cast<std::ptrdiff_t>(begin - scene_.log_begin());
  return Text(LogMessage({first, scene_.log().end()}));
}

std::optional<Outgoing> ClientView::NextBinary(Milliseconds now) {
  if (!budget_.HasRoom()) return std::nullopt;
  const bool may_see_picture = !picture_sent_ || now - *picture_sent_ >= kPicturePause;
  if (wants_.picture && scene_.picture() && may_see_picture && picture_version_ != scene_.picture_version()) {
    picture_version_ = scene_.picture_version();
    picture_sent_ = now;
    return Send(MessageKind::kPicture, scene_.picture(), now);
  }
  if (wants_.mesh) {
    if (const auto id = NextItem(scene_.mesh(), &mesh_)) {
      return Send(MessageKind::kMeshCell, scene_.mesh().items[*id].body, now);
    }
  }
  if (wants_.splats) {
    if (const auto id = NextItem(scene_.splats(), &splats_)) {
      return Send(MessageKind::kSplatPage, scene_.SplatBody(*id), now);
    }
  }
  return std::nullopt;
}

Outgoing ClientView::Send(MessageKind kind, Body body, Milliseconds now) {
  const auto head = MessageHead(kind, budget_.next_sequence());
  budget_.Sent(head.size() + body->size(), now);
  return {true, head, std::move(body)};
}

bool ClientView::IsDue(const SceneItems& items, const Known& known, uint32_t id) {
  const SceneItem& item = items.items[id];
  const uint64_t seen = id < known.changes.size() ? known.changes[id] : 0;
  if (seen == 0) return !item.is_empty;
  const uint64_t missed = item.changes - seen;
  if (missed == 0) return false;
  return items.is_final || item.is_empty || missed * kOnePartIn >= item.size;
}

std::optional<uint32_t> ClientView::NextItem(const SceneItems& items, Known* known) {
  while (true) {
    while (!known->next.empty()) {
      const uint32_t id = known->next.front();
      known->next.pop_front();
      if (!IsDue(items, *known, id)) continue;
      if (id >= known->changes.size()) known->changes.resize(items.items.size(), 0);
      known->changes[id] = items.items[id].changes;
      return id;
    }
    if (known->scanned == items.version) return std::nullopt;
    Plan(items, known);
    if (known->next.empty()) known->scanned = items.version;
  }
}

void ClientView::Plan(const SceneItems& items, Known* known) const {
  struct Candidate {
    float need;
    uint32_t id;
  };
  std::vector<Candidate> candidates;
  for (uint32_t id = 0; id < items.items.size(); ++id) {
    if (!IsDue(items, *known, id)) continue;
    const SceneItem& item = items.items[id];
    const uint64_t seen = id < known->changes.size() ? known->changes[id] : 0;
    constexpr float kNeverSeen = 1e6f;
    const float missed =
        seen == 0 ? kNeverSeen : static_cast<float>(item.changes - seen) / static_cast<float>(item.size);
    candidates.push_back({missed / (1.0f + (item.center - scene_.camera_center()).norm()), id});
  }
  const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(std::min(kPlanned, candidates.size()));
  std::partial_sort(candidates.begin(), end, candidates.end(),
                    [](const Candidate& a, const Candidate& b) { return a.need > b.need; });
  for (auto it = candidates.begin(); it != end; ++it) known->next.push_back(it->id);
}

}  // namespace isogs::web
