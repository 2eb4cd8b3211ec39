// SPDX-FileCopyrightText: 2026 The IsoGS Authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "web/scene/page_request.h"
#include "web/scene/send_budget.h"
#include "web/scene/shared_scene.h"

namespace isogs::web {

/// A message to a client.
struct Outgoing {
  bool is_binary = false;
  std::array<char, 8> head{};  ///< goes before the body of a binary one
  Body body;
};

/// What one client has of a scene, and what it gets next. Nothing is ever queued for it: it is asked for one
/// message when the last is on its way, and that shows the scene as it is then. A slow client so gets fewer
/// and newer states, and costs a few bytes for each cell and page.
class ClientView {
 public:
  using Milliseconds = SendBudget::Milliseconds;

  /// `scene` must outlive this.
  explicit ClientView(SharedScene& scene) : scene_(scene) {}

  /// False: the client talks nonsense.
  bool Take(const PageRequest& request, Milliseconds now);
  /// Nothing: there is nothing new, or no room for it now. `now` on any clock, from call to call.
  std::optional<Outgoing> Next(Milliseconds now);

  const Wants& wants() const { return wants_; }

 private:
  /// Of the items of one kind.
  struct Known {
    uint64_t epoch = 0;
    uint64_t scanned = 0;           // the version that was found to be known
    std::vector<uint64_t> changes;  // of each item, when it was sent; 0: never
    std::deque<uint32_t> next;      // what to send, the most needed first
  };

  void BeginAnew();
  std::optional<Outgoing> NextText(Milliseconds now);
  std::optional<Outgoing> NextStatus(Milliseconds now);
  std::optional<Outgoing> NextFrames();
  std::optional<Outgoing> NextPath();
  std::optional<Outgoing> NextLog();
  std::optional<Outgoing> NextEpoch(const char* kind, const SceneItems& items, Known* known);
  std::optional<Outgoing> NextBinary(Milliseconds now);
  std::optional<uint32_t> NextItem(const SceneItems& items, Known* known);
  void Plan(const SceneItems& items, Known* known) const;
  static bool IsDue(const SceneItems& items, const Known& known, uint32_t id);
  Outgoing Send(MessageKind kind, Body body, Milliseconds now);

  SharedScene& scene_;
  Wants wants_;
  SendBudget budget_;
  uint64_t run_ = 0;  // what it was greeted with; 0: not yet
  Known mesh_, splats_;
  std::optional<int64_t> seek_;
  std::optional<Milliseconds> status_sent_, picture_sent_;
  uint64_t status_version_ = 0, picture_version_ = 0;
  uint64_t frames_epoch_ = 0, path_epoch_ = 0, log_next_ = 0;
  size_t frames_ = 0, path_ = 0;  // how many it has
};

}  // namespace isogs::web
